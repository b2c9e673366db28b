import { expect, it } from "vitest";
import { createReminderStore } from "../../../src/features/reminders/store.ts";
import { testRedis } from "../../support/redis.ts";

it("a day can be claimed once, never after a later day, and not while the reminder is off", async () => {
  const redis = await testRedis();
  const reminders = createReminderStore(redis);
  const claim = (day: string, now: number) => reminders.claim("7", day, now);
  expect(await claim("2026-11-22", 1)).toEqual({ outcome: "done" });

  expect(await reminders.set("7", { time: "08:00", zone: "UTC" })).toEqual({ time: "08:00", zone: "UTC" });
  expect(await claim("2026-11-22", 1)).toEqual({ outcome: "claimed" });
  expect(await claim("2026-11-22", 2)).toEqual({ outcome: "claimed", since: 1 });
  expect(await reminders.find("7")).toEqual({ time: "08:00", zone: "UTC" });
  await reminders.markSent("7", "2026-11-22");
  expect(await claim("2026-11-22", 3)).toEqual({ outcome: "done" });
  expect(await reminders.find("7")).toEqual({ time: "08:00", zone: "UTC", day: "2026-11-22" });

  expect(await claim("2026-11-23", 4)).toEqual({ outcome: "claimed" });
  await reminders.markSent("7", "2026-11-22");
  expect(await claim("2026-11-22", 5)).toEqual({ outcome: "done" });
  expect(await claim("2026-11-23", 6)).toEqual({ outcome: "claimed", since: 4 });
  expect(await reminders.remove("7")).toBe(true);
  expect(await reminders.remove("7")).toBe(false);
  expect(await claim("2026-11-23", 7)).toEqual({ outcome: "done" });
  expect(await redis.ttl("rootine:{u:7}:reminder")).toBeGreaterThan(0);
  await reminders.set("7", { time: "09:00", zone: "UTC" });
  expect(await claim("2026-11-23", 8)).toEqual({ outcome: "claimed", since: 4 });
  expect(await redis.ttl("rootine:{u:7}:reminder")).toBe(-1);
});
