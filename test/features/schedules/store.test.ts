import { beforeEach, describe, expect, it } from "vitest";
import type { Schedule } from "../../../src/features/schedules/rules.ts";
import { createScheduleStore, decodeSchedule, encodeSchedule } from "../../../src/features/schedules/store.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const daily: Schedule = {
  id: "daily",
  serial: 1,
  version: 0,
  channelId: "410000000000000101",
  time: "09:00",
  days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
  zone: "Europe/Berlin",
  revealAfterHours: 6,
  thread: false,
};

describe("a stored schedule", () => {
  it.each<[string, Schedule, string]>([
    ["only required fields", daily, "1.0 09:00 * Europe/Berlin 410000000000000101"],
    [
      "every option",
      { ...daily, topic: "sql", difficulty: 3, roleId: "410000000000000203", thread: true, revealAfterHours: 24 },
      "1.0 09:00 * Europe/Berlin 410000000000000101 sql difficulty=3 reveal=24 role=410000000000000203 thread=yes",
    ],
    [
      "a pause by a moderator",
      { ...daily, version: 12, days: ["mon", "wed"], pause: { by: "moderator" } },
      "1.12 09:00 1,3 Europe/Berlin 410000000000000101 paused=moderator",
    ],
    [
      "a pause because of its channel",
      { ...daily, days: ["sun"], pause: { by: "channel", reason: "no-access", slotAt: 1_795_000_000_000 } },
      "1.0 09:00 7 Europe/Berlin 410000000000000101 paused=no-access@1795000000000",
    ],
  ])("is a readable line with %s", (_, schedule, line) => {
    expect(encodeSchedule(schedule)).toBe(line);
    expect(decodeSchedule(schedule.id, line)).toEqual(schedule);
  });

  it.each([
    "",
    "1 09:00 * Europe/Berlin 41",
    "1.0 09:00 * Europe/Berlin 41 color=red",
    "1.0 09:00 8 Europe/Berlin 41",
    "1.0 09:00 *",
  ])("is rejected when it reads %j", (line) => {
    expect(() => decodeSchedule("daily", line)).toThrow();
  });

  it("fits into Redis's compact hashes with the usual options", () => {
    const serial = 9_999;
    expect(encodeSchedule({ ...daily, serial, zone: "America/Los_Angeles" }).length).toBeLessThanOrEqual(64);
    expect(
      encodeSchedule({ ...daily, serial, zone: "America/New_York", topic: "distributed" }).length,
    ).toBeLessThanOrEqual(64);
  });
});

describe("the schedule store", () => {
  let store: ReturnType<typeof createScheduleStore>;
  beforeEach(async () => {
    store = createScheduleStore(await testRedis());
  });

  it("adds schedules with unused ids up to the limit", async () => {
    expect(await store.add(guildId, daily, 2)).toBe("added");
    expect(await store.add(guildId, daily, 2), "the same call, sent again").toBe("added");
    expect(await store.add(guildId, { ...daily, serial: 2 }, 2)).toBe("id-in-use");
    expect(await store.add(guildId, { ...daily, id: "other" }, 2)).toBe("added");
    expect(await store.add(guildId, { ...daily, id: "third" }, 2)).toBe("full");
  });

  it("saves only the first of two changes to the same version", async () => {
    await store.add(guildId, daily, 25);
    const saved = await Promise.all([
      store.replace(guildId, daily, { ...daily, time: "10:00" }),
      store.replace(guildId, daily, { ...daily, time: "11:00" }),
    ]);
    expect(saved).toEqual([true, false]);
    expect(await store.find(guildId, "daily")).toEqual({ ...daily, version: 1, time: "10:00" });
  });

  it("accepts the same change twice", async () => {
    await store.add(guildId, daily, 25);
    const later = { ...daily, time: "10:00" };
    expect(await store.replace(guildId, daily, later)).toBe(true);
    expect(await store.replace(guildId, daily, later)).toBe(true);
  });

  it("refuses to change a removed schedule", async () => {
    await store.add(guildId, daily, 25);
    await store.remove(guildId, "daily");
    expect(await store.replace(guildId, daily, { ...daily, time: "10:00" })).toBe(false);
    expect(await store.list(guildId)).toEqual([]);
  });

  it("lists schedules in the order they were added", async () => {
    for (const serial of [3, 1, 2]) await store.add(guildId, { ...daily, id: `s${serial}`, serial }, 25);
    expect((await store.list(guildId)).map(({ id }) => id)).toEqual(["s1", "s2", "s3"]);
  });
});
