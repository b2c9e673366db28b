import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { createRecomputeService } from "../../../src/features/boards/recompute-service.ts";
import { createRecomputeStore, type RecomputeStore } from "../../../src/features/boards/recompute-store.ts";
import { createLeaderboardStore } from "../../../src/features/boards/store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { advanceStreak } from "../../../src/features/daily/rules.ts";
import { createLearnerDataStore } from "../../../src/features/privacy/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { RetryLaterError } from "../../../src/platform/discord/discord-errors.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { DAY } from "../../../src/platform/time.ts";
import { tracesOf } from "../../support/every-trace.ts";
import { checkLedger, readLedger } from "../../support/ledger.ts";
import { postWith } from "../../support/posts.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const members = Array.from({ length: 5 }, (_, index) => `51000000000000000${index}`);
const [one = "", two = ""] = members;
/** Five points, reached at sequence 1. */
const OUTDATED_SCORE = 5 * 2 ** 32 + 2 ** 32 - 2;
/** A Friday. */
const START = Date.parse("2026-11-20T09:00:00Z");

let redis: Redis;
let now: number;

beforeEach(async () => {
  redis = await testRedis();
  now = START + 10 * DAY;
});

function create(over: Partial<RecomputeStore> = {}) {
  return createRecomputeService({
    recomputes: { ...createRecomputeStore(redis), ...over },
    settings: createSettingsStore(redis),
    clock: () => now,
  });
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

async function credit(userId: string, points: number, at: number): Promise<void> {
  const calendar = await createSettingsStore(redis).calendar(guildId);
  const reason = `r${at}`;
  await createCreditStore(redis).credit(
    guildId,
    [{ userId, reason, points, at, day: dayOf(at), topic: "sql" }],
    calendar,
  );
}

async function answer(userId: string, points: number, at: number): Promise<void> {
  const post = postWith({
    slotId: `1-${dayOf(at)}`,
    questionId: `http.${dayOf(at)}`,
    slotAt: at,
    claimedAt: at,
    closesAt: at + DAY,
  });
  await createPostStore(redis).claim(post, undefined);
  const answers = createAnswerStore(redis);
  const { streak: streakBefore } = await answers.member(guildId, userId);
  const given = { userId, response: ["a"], correct: points > 0, base: points, bonus: 0, at, day: dayOf(at) };
  const streaks = { streakBefore, streakAfter: advanceStreak(streakBefore, dayOf(at)) };
  const calendar = await createSettingsStore(redis).calendar(guildId);
  const { outcome } = await answers.record(post, { ...given, ...streaks }, calendar);
  expect(outcome).toBe("recorded");
}

/** Every member answers on three days and earns a credit on another. */
async function play(): Promise<void> {
  for (const [index, userId] of members.entries()) {
    for (const after of [0, 1, 4]) await answer(userId, ((index + after) % 3) * 10, START + after * DAY);
    await credit(userId, index, START + 2 * DAY + index);
  }
  expect(await checkLedger(redis, guildId)).toEqual([]);
}

async function deleteLeaderboards(): Promise<void> {
  const { boards } = await readLedger(redis, guildId);
  await redis.unlink(...[...boards.keys()].map((name) => keys.leaderboard(guildId, name)));
}

describe("recomputing members", () => {
  it("rebuilds every leaderboard from answers and credits", async () => {
    await play();
    const before = await readLedger(redis, guildId);
    await deleteLeaderboards();
    await create().entries(guildId, members);
    expect((await readLedger(redis, guildId)).boards).toEqual(before.boards);
  });

  it("replaces incorrect entries and leaves other members' entries alone", async () => {
    await play();
    await redis.zadd(keys.leaderboard(guildId, "all"), OUTDATED_SCORE, one, OUTDATED_SCORE, two);
    await create().entries(guildId, [one]);
    const points = await createLeaderboardStore(redis).points(guildId, "all", [one, two]);
    expect([points.get(one), points.get(two)]).toEqual([20, 5]);
  });

  it("writes only to the requested leaderboards", async () => {
    await play();
    const { boards } = await readLedger(redis, guildId);
    await deleteLeaderboards();
    await create().entries(guildId, members, ({ name, period }) => period === "today" && name.endsWith(":sql"));
    const expected = [...boards].filter(([name]) => /^\d{4}-\d\d-\d\d:sql$/.test(name));
    expect((await readLedger(redis, guildId)).boards).toEqual(new Map(expected));
  });

  it("finds the credits of many members, including one-time credits and those of earlier seasons", async () => {
    const many = Array.from({ length: 30 }, (_, index) => `61000000000000000${index}`);
    await Promise.all(many.map((userId, index) => credit(userId, index, START)));
    await createLeaderboardStore(redis).closeSeason(guildId, 1, START + DAY);
    await Promise.all(many.map((userId) => credit(userId, 7, START + 2 * DAY)));
    const other = "610000000000000099";
    await credit(other, 5, START);
    const before = await readLedger(redis, guildId);
    await redis.unlink(keys.leaderboard(guildId, "all"), keys.leaderboard(guildId, "S1"));
    await create().entries(guildId, many);
    const { boards } = await readLedger(redis, guildId);
    for (const name of ["all", "S1", "S2"]) {
      const expected = before.boards.get(name)?.filter(({ userId }) => name === "S2" || userId !== other);
      expect(boards.get(name)).toEqual(expected);
    }
  });

  it("removes hidden members from the leaderboards", async () => {
    await play();
    await redis.sadd(keys.hiddenMembers(guildId), one);
    await create().entries(guildId, [one, two]);
    expect(await checkLedger(redis, guildId)).toEqual([]);
    expect((await readLedger(redis, guildId)).boards.get("all")).toHaveLength(4);
  });

  it("doesn't re-create leaderboards that may have expired", async () => {
    await play();
    await deleteLeaderboards();
    now = START + 45 * DAY;
    await create().entries(guildId, members);
    const names = [...(await readLedger(redis, guildId)).boards.keys()].filter((name) => !name.includes(":"));
    expect(names.sort()).toEqual(["2026-11", "S1", "W2026-11-16", "W2026-11-23", "all"]);
    expect(await redis.ttl(keys.leaderboard(guildId, "W2026-11-16"))).toBeGreaterThan(99 * 86_400);
    expect(await redis.ttl(keys.leaderboard(guildId, "all"))).toBe(-1);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it("updates leaderboards that may have expired but still exist", async () => {
    await play();
    await redis.zadd(keys.leaderboard(guildId, "2026-11-20"), OUTDATED_SCORE, one);
    now = START + 45 * DAY;
    await create().entries(guildId, members);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it("starts over if the member earns more in the meantime", async () => {
    await play();
    const store = createRecomputeStore(redis);
    let rounds = 0;
    const { entries } = create({
      async *earnings(...args) {
        yield* store.earnings(...args);
        rounds += 1;
        if (rounds === 1) await credit(one, 50, START + 3 * DAY);
      },
    });
    await entries(guildId, [one, two]);
    expect(rounds).toBe(2);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it("starts over if answers are rescored in the meantime", async () => {
    await play();
    const store = createRecomputeStore(redis);
    let rounds = 0;
    const { entries } = create({
      async *earnings(...args) {
        yield* store.earnings(...args);
        rounds += 1;
        if (rounds === 1) await redis.hincrby(keys.totals(guildId), "rescored", 1);
      },
    });
    await entries(guildId, [one]);
    expect(rounds).toBe(2);
  });

  it("doesn't restore a member who deletes their data in the meantime", async () => {
    await play();
    const recomputes = createRecomputeStore(redis);
    const learnerData = createLearnerDataStore(redis);
    let rounds = 0;
    const { entries } = create({
      async *earnings(...args) {
        yield* recomputes.earnings(...args);
        rounds += 1;
        if (rounds === 1) while ((await learnerData.delete(one, [guildId], "")) > 0);
      },
    });
    await entries(guildId, [one, two]);
    expect(rounds).toBe(2);
    expect(await tracesOf(redis, one)).toEqual([]);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it("starts over if a season ends in the meantime", async () => {
    await play();
    const recomputes = createRecomputeStore(redis);
    let rounds = 0;
    const { entries } = create({
      async checkpoint(...args) {
        rounds += 1;
        if (rounds === 1) {
          await createLeaderboardStore(redis).closeSeason(guildId, 1, START + 3 * DAY);
          await credit(one, 50, START + 3 * DAY);
        }
        return recomputes.checkpoint(...args);
      },
    });
    await entries(guildId, [one]);
    expect(rounds).toBe(2);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it("requests a retry if a member keeps earning", async () => {
    await play();
    let rounds = 0;
    const { entries } = create({
      replaceEntries: async () => {
        rounds += 1;
        return [one];
      },
    });
    await expect(entries(guildId, [one], ({ name }) => name === "all")).rejects.toThrow(RetryLaterError);
    expect(rounds).toBe(20);
  });

  it("computes a thousand members at a time", async () => {
    const batches: number[] = [];
    const { entries } = create({
      async *earnings(_, userIds) {
        batches.push(userIds.length);
        yield [];
      },
    });
    await entries(
      guildId,
      Array.from({ length: 2_500 }, (_, index) => String(index)),
    );
    expect(batches).toEqual([1_000, 1_000, 500]);
  });

  it("does nothing if there are no members", async () => {
    await create({ checkpoint: () => expect.fail() }).entries(guildId, []);
  });
});

describe("recomputing weeks", () => {
  it("replaces the weekly leaderboards after the week start changed", async () => {
    await play();
    const { boards } = await readLedger(redis, guildId);
    await createSettingsStore(redis).change(guildId, { weekStart: "sunday" });
    expect(await checkLedger(redis, guildId)).not.toEqual([]);

    await create().weeks(guildId);
    expect(await checkLedger(redis, guildId)).toEqual([]);
    const after = await readLedger(redis, guildId);
    const weeks = [...after.boards.keys()].filter((name) => name.startsWith("W")).sort();
    expect(weeks).toEqual(
      ["W2026-11-15:http", "W2026-11-15", "W2026-11-22:http", "W2026-11-22:sql", "W2026-11-22"].sort(),
    );
    for (const [name, entries] of boards) if (!name.startsWith("W")) expect(after.boards.get(name)).toEqual(entries);
  });

  it("restores them exactly when the week start changes back", async () => {
    await play();
    const { boards } = await readLedger(redis, guildId);
    for (const weekStart of ["saturday", "monday"] as const) {
      await createSettingsStore(redis).change(guildId, { weekStart });
      await create().weeks(guildId);
    }
    expect((await readLedger(redis, guildId)).boards).toEqual(boards);
  });

  it("includes answers recorded with either week start", async () => {
    await play();
    const late = START + 6 * DAY;
    const settings = createSettingsStore(redis);
    await settings.change(guildId, { weekStart: "sunday" });
    await answer(one, 20, late);
    // As recorded by a process that read the settings before the change.
    const stale = { userId: two, reason: "stale", points: 3, at: late, day: dayOf(late) };
    await createCreditStore(redis).credit(guildId, [stale], DEFAULT_CALENDAR);
    await create().weeks(guildId);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it("leaves out hidden members", async () => {
    await play();
    await redis.sadd(keys.hiddenMembers(guildId), one);
    await create().entries(guildId, [one]);
    await createSettingsStore(redis).change(guildId, { weekStart: "sunday" });
    await create().weeks(guildId);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it("builds every leaderboard that later recomputes would add to", async () => {
    await play();
    await createSettingsStore(redis).change(guildId, { weekStart: "sunday" });
    now = START + 95 * DAY;
    await create().weeks(guildId);
    await create().entries(guildId, [one]);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });
});
