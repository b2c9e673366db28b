import { beforeEach, describe, expect, it } from "vitest";
import { createScheduleNotificationService } from "../../../src/features/notifications/schedule-notification-service.ts";
import type { Schedule } from "../../../src/features/schedules/rules.ts";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";

const guildId = "410000000000000000";
const paused: Schedule = {
  id: "daily",
  serial: 1,
  version: 0,
  channelId: "1",
  time: "09:00",
  days: ["sun"],
  zone: "UTC",
  revealAfterHours: 6,
  thread: false,
  pause: { by: "channel", reason: "deleted", slotAt: 7 },
};
let sent: object[];
let reset: string[];
let recorded: object[];

beforeEach(() => {
  [sent, reset, recorded] = [[], [], []];
});

function create(auditChannel?: string) {
  return createScheduleNotificationService({
    settings: { load: async () => ({ ...DEFAULT_SETTINGS, auditChannel }) },
    auditLog: {
      record: async (_, by, change) => {
        recorded.push(change);
        return { number: 1, entry: { by, at: 0, change } };
      },
    },
    notifications: {
      send: async (_, id, channelId, notification) => void sent.push({ id, channelId, notification }),
      reset: async (_, id) => void reset.push(id),
    },
  });
}

describe("schedule notifications", () => {
  it("posts and records why a schedule was paused", async () => {
    await create("5").notifyPaused(guildId, paused);
    const notification = {
      kind: "schedule-paused",
      scheduleId: "daily",
      serial: 1,
      channelId: "1",
      problem: "deleted",
    };
    expect(sent).toEqual([{ id: "paused-1-7", channelId: "5", notification }]);
    expect(recorded).toEqual([{ kind: "schedule", action: "paused", scheduleId: "daily", problem: "deleted" }]);
  });

  it("posts and records that schedules are running again", async () => {
    await create("5").notifyResumed(guildId, [paused, { ...paused, id: "second", serial: 2 }]);
    const notification = { kind: "schedules-resumed", scheduleIds: ["daily", "second"] };
    expect(sent).toEqual([{ id: "resumed-1-7", channelId: "5", notification }]);
    expect(recorded).toEqual(
      ["daily", "second"].map((scheduleId) => ({ kind: "schedule", action: "resumed", scheduleId })),
    );
    await create("5").notifyResumed(guildId, []);
    expect(sent).toHaveLength(1);
  });

  it("ignores a schedule that a moderator paused", async () => {
    await create("5").notifyPaused(guildId, { ...paused, pause: { by: "moderator" } });
    expect([sent, recorded]).toEqual([[], []]);
  });

  it("posts nothing without an audit channel but still records the pause", async () => {
    const service = create();
    await service.notifyPaused(guildId, paused);
    await service.notifyManualPostFailed(guildId, paused, "1-now-1", "deleted");
    await service.notifyPoolLow(guildId, paused, 3);
    await service.notifyPoolEmpty(guildId, paused, 7);
    expect([sent, recorded.length]).toEqual([[], 1]);
  });

  it("posts when 7 unasked questions are left, and resets above that", async () => {
    const { notifyPoolLow } = create("5");
    await notifyPoolLow(guildId, paused, 7);
    expect([sent.length, reset]).toEqual([1, []]);
    await notifyPoolLow(guildId, paused, 8);
    expect(sent).toMatchObject([{ id: "low-1", notification: { kind: "pool-low", scheduleId: "daily", left: 7 } }]);
    expect(reset).toEqual(["low-1"]);
  });

  it("names the topic and difficulty of a schedule without questions", async () => {
    const { notifyPoolEmpty } = create("5");
    await notifyPoolEmpty(guildId, { ...paused, topic: "sql", difficulty: 3 }, 7);
    await notifyPoolEmpty(guildId, paused, 8);
    expect(sent).toEqual([
      {
        id: "empty-1-7",
        channelId: "5",
        notification: { kind: "pool-empty", scheduleId: "daily", topic: "sql", difficulty: 3 },
      },
      { id: "empty-1-8", channelId: "5", notification: { kind: "pool-empty", scheduleId: "daily" } },
    ]);
  });

  it("names the channel that refused a manual post", async () => {
    await create("5").notifyManualPostFailed(guildId, paused, "1-now-1", "no-access");
    const notification = { kind: "manual-post-failed", scheduleId: "daily", channelId: "1", problem: "no-access" };
    expect(sent).toEqual([{ id: "failed-1-now-1", channelId: "5", notification }]);
  });
});
