import { beforeEach, describe, expect, it } from "vitest";
import { type Activity, dailySitting } from "../../../src/features/profile/activity-rules.ts";
import { createActivityStore } from "../../../src/features/profile/activity-store.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { addDays } from "../../../src/platform/time.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000301";
const today = "2026-11-22";
let redis: ReturnType<typeof connectRedis>;
let store: ReturnType<typeof createActivityStore>;

beforeEach(async () => {
  redis = await testRedis();
  store = createActivityStore(redis);
});

const daily = (day: string): Activity => ({
  day,
  sitting: dailySitting({ guildId: "410000000000000000", slotId: `12-${day}` }),
  answers: 1,
});

describe("what a learner did by day", () => {
  it("comes back as it was noted, once however often it was told, and with the latest count", async () => {
    const quiz: Activity = { day: today, sitting: "byi5ok84s8w0", answers: 2 };
    await Promise.all([1, 2, 3].map(() => store.record(userId, [daily(today), quiz])));
    await store.record(userId, [{ ...quiz, answers: 5 }]);
    expect(await store.list(userId)).toEqual([daily(today), { ...quiz, answers: 5 }]);
    await store.record(userId, []);
  });

  it("goes after 13 weeks, and all of it once nothing comes for long", async () => {
    const days = Array.from({ length: 200 }, (_, index) => addDays("2026-05-07", index));
    for (const day of days) await store.record(userId, [daily(day)]);
    const kept = await store.list(userId);
    expect(kept.map(({ day }) => day)).toEqual(days.slice(-92));

    // Told late, an old day neither brings back nor drops another.
    await store.record(userId, [daily("2026-08-20")]);
    expect((await store.list(userId)).length).toBe(93);
    expect(await redis.ttl(keys.activity(userId))).toBeGreaterThan(91 * 86_400);
    expect(Number(await redis.memory("USAGE", keys.activity(userId)))).toBeLessThan(6_000);
  });
});
