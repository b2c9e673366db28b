import { describe, expect, it } from "vitest";
import { planSlot, postJob } from "../../../src/features/schedules/jobs.ts";
import type { Schedule } from "../../../src/features/schedules/rules.ts";

const slot = { guildId: "1", scheduleId: "daily" };
const schedule = {
  id: "daily",
  serial: 3,
  version: 0,
  channelId: "5",
  time: "09:00",
  days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
  zone: "UTC",
  revealAfterHours: 6,
  thread: false,
} as const satisfies Schedule;
const due = Date.parse("2026-11-22T09:00:00Z");
const next = Date.parse("2026-11-23T09:00:00Z");

describe("planning a slot", () => {
  it("posts the slot and schedules the next one", () => {
    const job = postJob.due({ ...slot, slotId: "3-2026-11-22" }, due);
    expect(job).toMatchObject({ entry: "post:1:daily:3-2026-11-22", dueAt: due, id: "post_1_daily_3-2026-11-22" });
    expect(planSlot(slot, schedule, due, due + 50)).toEqual({ job, next });
  });

  it("corrects an entry that an interrupted edit left too early", () => {
    expect(planSlot(slot, schedule, due - 3_600_000, due - 3_599_000)).toEqual({ next: due });
  });

  it("drops the entry of a schedule that is paused or deleted", () => {
    expect(planSlot(slot, { ...schedule, pause: { by: "moderator" } }, due, due)).toEqual({});
    expect(planSlot(slot, undefined, due, due)).toEqual({});
  });
});
