import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createCreditStore, creditScopes, decodeCredit } from "../../../src/features/boards/credit-store.ts";
import { ledgerErrors } from "../../../src/features/boards/ledger-rules.ts";
import type { NewCredit } from "../../../src/features/boards/rules.ts";
import { PRACTICE_CAP } from "../../../src/features/boards/rules.ts";
import { createLeaderboardStore } from "../../../src/features/boards/store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { advanceStreak } from "../../../src/features/daily/rules.ts";
import type { Answer } from "../../../src/features/questions/answer-rules.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { checkLedger, readLedger } from "../../support/ledger.ts";
import { postWith } from "../../support/posts.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const userId = "410000000000000301";
const day = "2026-11-22";
let redis: Redis;

beforeEach(async () => {
  redis = await testRedis();
});

function newCredit(over: Partial<NewCredit> = {}): NewCredit {
  return { userId, reason: "http.single", points: 4, at: 1_000, day, topic: "http", dailyCap: PRACTICE_CAP, ...over };
}

const credit = (...credits: NewCredit[]) => createCreditStore(redis).credit(guildId, credits);

const post = postWith();

/** Records a correct answer worth 21 points. */
async function recordAnswer(user: string, over: { withheld?: true } = {}): Promise<Answer> {
  await createPostStore(redis).claim(post, undefined);
  const answers = createAnswerStore(redis);
  const streakAfter = advanceStreak(undefined, day);
  const given = { userId: user, response: ["again"], correct: true, base: 20, bonus: 1, at: 2_000, day, ...over };
  await answers.record(post, { ...given, streakBefore: undefined, streakAfter }, DEFAULT_CALENDAR);
  const { answer } = await answers.context(guildId, post.slotId, user);
  return answer ?? expect.fail("The answer wasn't recorded");
}

async function pointsOn(board: string): Promise<number | undefined> {
  const points = await createLeaderboardStore(redis).points(guildId, board, [userId]);
  return points.get(userId);
}

it("a reason is credited once across processes and retries", async () => {
  const stores = [createCreditStore(redis), createCreditStore(redis)];
  const credited = await Promise.all(
    Array.from({ length: 50 }, (_, index) => stores[index % 2]?.credit(guildId, [newCredit({ at: 1_000 + index })])),
  );
  expect(new Set(credited.flat().map((one) => one?.at)).size).toBe(1);
  expect(await pointsOn(day)).toBe(4);
  expect(await createAnswerStore(redis).totals(guildId)).toMatchObject({ credited: 1 });
  expect(await checkLedger(redis, guildId)).toEqual([]);
});

it("a reason is credited again in the next season", async () => {
  await credit(newCredit());
  await createLeaderboardStore(redis).closeSeason(guildId, 1, 2_000);
  expect(await credit(newCredit({ at: 1_999, day: "2026-12-31" }))).toMatchObject([{ points: 4, at: 1_000 }]);
  expect(await pointsOn("S2")).toBeUndefined();
  expect(await pointsOn("2026-12")).toBeUndefined();

  expect(await credit(newCredit({ at: 2_000, day: "2027-01-01" }))).toMatchObject([{ points: 4, at: 2_000 }]);
  expect(await pointsOn("S1")).toBe(4);
  expect(await pointsOn("S2")).toBe(4);
  expect(await pointsOn("all")).toBe(8);
  expect(await checkLedger(redis, guildId)).toEqual([]);
});

it("a late credit counts once, toward the current season", async () => {
  const late = newCredit({ at: 1_500, day: "2026-12-31" });
  await createLeaderboardStore(redis).closeSeason(guildId, 1, 2_000);
  // As credited by a process that read the calendar earlier.
  await createCreditStore(redis).credit(guildId, [late], DEFAULT_CALENDAR);
  await createLeaderboardStore(redis).closeSeason(guildId, 2, 3_000);
  expect(await credit({ ...late, points: 9 })).toMatchObject([{ points: 4, at: 1_500 }]);
  expect(await Promise.all(["S1", "S2", "S3", "2026-12"].map(pointsOn))).toEqual([undefined, 4, undefined, 4]);
  expect(await checkLedger(redis, guildId)).toEqual([]);
});

it("an empty list of credits changes nothing", async () => {
  expect(await createCreditStore(redis).credit(guildId, [])).toEqual([]);
});

it("credits are stored as readable JSON", async () => {
  const { topic: _, ...exam } = newCredit({ reason: "exam" });
  await credit(newCredit({ reason: "a:b" }), exam);
  const stored = await redis.hgetall(keys.credits(guildId, "S1"));
  expect(stored[`${userId}:a:b`]).toMatch(/^\{"sequence":\d,"points":4,"at":1000,"day":"2026-11-22","topic":"http"\}$/);
  const fields = Object.entries(stored).map(([field, text]) => decodeCredit(field, text));
  expect(fields.map(({ reason }) => reason).sort()).toEqual(["a:b", "exam"]);
  expect(fields.every((one) => one.userId === userId)).toBe(true);
  expect(fields.find(({ reason }) => reason === "exam")).not.toHaveProperty("topic");
});

describe("credits with a daily cap", () => {
  it("count up to the cap, the last reason partially", async () => {
    const many = Array.from({ length: 20 }, (_, index) => newCredit({ reason: `http.q${index}`, points: 7 }));
    const credited = await credit(...many);
    expect(credited.map(({ points }) => points)).toEqual([...Array(8).fill(7), 4, ...Array(11).fill(0)]);
    await credit(...many);
    expect(await pointsOn(day)).toBe(60);

    await credit(newCredit({ reason: "http.tomorrow", day: "2026-11-23" }));
    expect(await pointsOn("2026-11-23")).toBe(4);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it("don't include credits without a cap in the day's total", async () => {
    const { topic: _, dailyCap: __, ...exam } = newCredit({ reason: "exam", points: 100 });
    await credit(exam);
    expect(await pointsOn(day)).toBe(100);
    expect(await pointsOn(`${day}:http`)).toBeUndefined();
    await credit(newCredit());
    expect(await pointsOn(day)).toBe(104);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it("are added up for each member separately", async () => {
    await credit(newCredit({ points: 60 }));
    expect(await credit(newCredit({ userId: "7" }))).toMatchObject([{ points: 4 }]);
  });
});

describe("credits for withheld points", () => {
  it("count once across all seasons", async () => {
    const { sequence } = await recordAnswer(userId, { withheld: true });
    const withheld = newCredit({ reason: post.slotId, points: 21, withheldSequence: sequence });
    await credit(withheld);
    await createLeaderboardStore(redis).closeSeason(guildId, 1, 2_500);
    expect(await credit({ ...withheld, at: 3_000 })).toMatchObject([{ points: 21, at: 1_000 }]);
    expect(await pointsOn("S1")).toBe(21);
    expect(await pointsOn("S2")).toBeUndefined();
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });

  it.each([
    ["the answer is now worth different points", { points: 31 }],
    ["the answer was replaced", { withheldSequence: 2 }],
    ["the member has no answer", { userId: "302" }],
    ["there are no answers to the post", { reason: "2-2026-11-22" }],
  ])("count nothing if %s", async (_, over) => {
    const { sequence } = await recordAnswer(userId, { withheld: true });
    const withheld = newCredit({ reason: post.slotId, points: 21, withheldSequence: sequence, ...over });
    expect(await credit(withheld)).toMatchObject([{ points: 0, at: 1_000 }]);
    expect((await readLedger(redis, guildId)).credits).toEqual([]);
    expect(await checkLedger(redis, guildId)).toEqual([]);
  });
});

it("a hidden member gets no entry on the leaderboards", async () => {
  await redis.sadd(keys.hiddenMembers(guildId), userId);
  expect(await credit(newCredit())).toMatchObject([{ points: 4, at: 1_000 }]);
  expect(await pointsOn("all")).toBeUndefined();
  expect(await checkLedger(redis, guildId)).toEqual([]);
});

it("credits share leaderboards and sequence numbers with answers", async () => {
  await Promise.all(
    ["301", "302", "303", "304"].flatMap((user, index) => [
      ...(index % 2 === 0 ? [recordAnswer(user)] : []),
      credit(newCredit({ userId: user, points: index % 2 === 0 ? 4 : 25 })),
    ]),
  );
  const ledger = await readLedger(redis, guildId);
  expect(ledger.credits).toHaveLength(4);
  expect(ledger.boards.get(day)?.map(({ points }) => points)).toEqual([25, 25, 25, 25]);
  expect(ledgerErrors(ledger)).toEqual([]);
  expect(await createAnswerStore(redis).totals(guildId)).toEqual({ answered: 2, correct: 2, credited: 4 });
});

it("credits set a time to live on daily, weekly and monthly leaderboards", async () => {
  await credit(newCredit());
  const daysLeft = async (name: string) => {
    const seconds = await redis.ttl(keys.leaderboard(guildId, name));
    return seconds < 0 ? "no limit" : Math.round(seconds / 86_400);
  };
  const names = [day, "W2026-11-16", "2026-11", "S1", "all", `${day}:http`, "all:http"];
  expect(await Promise.all(names.map(daysLeft))).toEqual([40, 100, 400, "no limit", "no limit", 40, "no limit"]);
});

it("creditScopes returns the scopes of all seasons", () => {
  expect(creditScopes({ closings: [] })).toEqual(["ever", "S1"]);
  expect(creditScopes({ closings: [1, 2].map((at) => ({ at, sequence: at })) })).toEqual(["ever", "S1", "S2", "S3"]);
});
