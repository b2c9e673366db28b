import { beforeEach, describe, expect, it } from "vitest";
import { type Activity, dailySession, MAX_SESSIONS_PER_DAY } from "../../../src/features/profile/rules.ts";
import { createActivityStore } from "../../../src/features/profile/store.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { addDays } from "../../../src/platform/time.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000301";
const guildId = "410000000000000000";
const today = "2026-11-22";
let redis: ReturnType<typeof connectRedis>;
let store: ReturnType<typeof createActivityStore>;

beforeEach(async () => {
  redis = await testRedis();
  store = createActivityStore(redis);
});

const daily = (day: string, slotId = `12-${day}`): Activity => {
  return { day, session: dailySession({ guildId, slotId }), answers: 1 };
};
const quiz: Activity = { day: today, session: "byi5ok84s8w0", answers: 2 };

describe("a learner's activity", () => {
  it("counts a session once, with the highest total recorded", async () => {
    await store.record(userId, []);
    await Promise.all([1, 2, 3].map(() => store.record(userId, [daily(today), quiz])));
    expect(await store.list(userId)).toEqual([
      { day: today, answers: 3 },
      { day: today, answers: 1, guildId },
    ]);
    await store.record(userId, [{ ...quiz, answers: 5 }]);
    await store.record(userId, [quiz]);
    expect(await store.list(userId)).toEqual([
      { day: today, answers: 6 },
      { day: today, answers: 1, guildId },
    ]);
  });

  it("has a total for each day and guild", async () => {
    const yesterday = addDays(today, -1);
    await store.record(userId, [quiz, { ...quiz, day: yesterday }, daily(yesterday), daily(yesterday, "13-extra")]);
    expect(await store.list(userId)).toEqual([
      { day: today, answers: 2 },
      { day: yesterday, answers: 4 },
      { day: yesterday, answers: 2, guildId },
    ]);
  });

  it("stays small with any number of sessions, and counts up to a daily maximum", async () => {
    for (let round = 0; round < 3 * MAX_SESSIONS_PER_DAY; round += 1)
      await store.record(userId, [{ ...quiz, session: `quiz-${round}` }]);
    expect(await store.list(userId)).toEqual([{ day: today, answers: 2 * MAX_SESSIONS_PER_DAY }]);
    expect(await redis.hlen(keys.sessions(userId))).toBe(MAX_SESSIONS_PER_DAY + 1);
    // Those already counted can still grow.
    await store.record(userId, [{ ...quiz, session: "quiz-0", answers: 5 }]);
    expect(await store.list(userId)).toEqual([{ day: today, answers: 2 * MAX_SESSIONS_PER_DAY + 3 }]);
    await store.record(userId, [{ ...quiz, day: addDays(today, 1) }]);
    expect(await store.list(userId)).toHaveLength(2);
  });

  it("is deleted after 13 weeks, even without new activity", async () => {
    const days = Array.from({ length: 200 }, (_, index) => addDays("2026-05-07", index));
    for (const day of days) await store.record(userId, [{ ...quiz, day }]);
    expect((await store.list(userId)).map(({ day }) => day)).toEqual(days.slice(-92));
    const sessions = await redis.hkeys(keys.sessions(userId));
    expect(sessions.toSorted()[0]).toBe(addDays("2026-11-22", -31));

    // Recording an old day late neither restores other days nor deletes them.
    await store.record(userId, [{ ...quiz, day: "2026-08-20" }]);
    expect(await store.list(userId)).toHaveLength(93);
    for (const key of [keys.activity(userId), keys.sessions(userId)])
      expect(await redis.ttl(key)).toBeGreaterThan(91 * 86_400);
    expect(Number(await redis.memory("USAGE", keys.activity(userId)))).toBeLessThan(6_000);
  });
});
