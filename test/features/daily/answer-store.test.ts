import { beforeEach, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { ledgerErrors } from "../../../src/features/boards/ledger-rules.ts";
import { createHiddenMemberStore, createLeaderboardStore } from "../../../src/features/boards/store.ts";
import { createAnswerStore, type NewAnswer } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { advanceStreak } from "../../../src/features/daily/rules.ts";
import { createLearnerDataStore } from "../../../src/features/privacy/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { tracesOf } from "../../support/every-trace.ts";
import { checkLedger, readLedger } from "../../support/ledger.ts";
import { postWith } from "../../support/posts.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
let redis: Redis;

beforeEach(async () => {
  redis = await testRedis();
});

const post = postWith();

const answer = (over: Partial<NewAnswer> = {}): NewAnswer => {
  const streakBefore = over.streakBefore;
  return {
    userId: "7",
    response: ["again"],
    correct: true,
    base: 20,
    bonus: 1,
    at: 2_000,
    day: "2026-11-22",
    streakBefore,
    streakAfter: advanceStreak(streakBefore, over.day ?? "2026-11-22"),
    ...over,
  };
};

beforeEach(async () => {
  await createPostStore(redis).claim(post, undefined);
});

it("one of fifty simultaneous clicks is recorded and returned for the others", async () => {
  const store = createAnswerStore(redis);
  const clicks = Array.from({ length: 50 }, (_, index) =>
    store.record(post, answer({ response: [`option-${index}`] }), DEFAULT_CALENDAR),
  );
  const recordings = await Promise.all(clicks);
  expect(recordings.filter(({ outcome }) => outcome === "recorded")).toHaveLength(1);
  for (const one of recordings.slice(1)) {
    expect(one).toMatchObject({ outcome: "already", answer: { response: ["option-0"], sequence: 1 } });
  }
  expect(await checkLedger(redis, guildId)).toEqual([]);
});

it("answers are refused after the closing time and after the reveal", async () => {
  const store = createAnswerStore(redis);
  expect(await store.record(post, answer({ at: 100_000 }), DEFAULT_CALENDAR)).toEqual({ outcome: "closed" });
  await createPostStore(redis).markRevealed(post);
  expect(await store.record(post, answer(), DEFAULT_CALENDAR)).toEqual({ outcome: "closed" });
  expect(await store.count(guildId, post.slotId)).toBe(0);
});

it("an answer with an outdated streak is refused", async () => {
  const store = createAnswerStore(redis);
  const second = { ...post, slotId: "2-2026-11-22", questionId: "http.other" };
  await createPostStore(redis).claim(second, undefined);
  await store.record(post, answer({ day: "2026-11-21" }), DEFAULT_CALENDAR);
  const streak = { length: 1, lastDay: "2026-11-21", freezes: 0 };
  expect(await store.record(second, answer(), DEFAULT_CALENDAR)).toEqual({ outcome: "stale", streak });
  expect(await store.record(second, answer({ streakBefore: streak }), DEFAULT_CALENDAR)).toMatchObject({
    outcome: "recorded",
  });
  expect(await checkLedger(redis, guildId)).toEqual([]);
});

it("leaderboards, streaks and counts stay consistent", async () => {
  const store = createAnswerStore(redis);
  for (const [index, userId] of ["1", "2", "3", "4"].entries()) {
    await store.record(
      post,
      answer({ userId, correct: index % 2 === 0, base: index % 2 === 0 ? 20 : 0, bonus: 0 }),
      DEFAULT_CALENDAR,
    );
  }
  const ledger = await readLedger(redis, guildId);
  expect(ledger.boards.size).toBe(10);
  expect(ledger.boards.get("all")?.map(({ userId }) => userId)).toEqual(["1", "3", "2", "4"]);
  expect(ledgerErrors(ledger)).toEqual([]);

  await redis.zincrby(`rootine:{g:${guildId}}:leaderboard:all`, 2 ** 32, "2");
  expect(await checkLedger(redis, guildId)).toHaveLength(1);
});

it("hidden members count everywhere except on leaderboards", async () => {
  await createHiddenMemberStore(redis).add(guildId, "2");
  const store = createAnswerStore(redis);
  expect(await store.record(post, answer({ userId: "1" }), DEFAULT_CALENDAR)).toMatchObject({
    outcome: "recorded",
    rankToday: 0,
  });
  expect(await store.record(post, answer({ userId: "2" }), DEFAULT_CALENDAR)).toEqual({
    outcome: "recorded",
    sequence: 2,
  });
  const ledger = await readLedger(redis, guildId);
  expect(ledger.boards.get("all")).toMatchObject([{ userId: "1" }]);
  expect(ledger.streaks.size).toBe(2);
  expect(ledgerErrors(ledger)).toEqual([]);
  const page = await createLeaderboardStore(redis).page(guildId, "all", "2", "own", 10);
  expect(page).toMatchObject({ hidden: true, members: 1, around: [] });
});

it("an answer counts toward the season in which it is recorded", async () => {
  const [answers, settings] = [createAnswerStore(redis), createSettingsStore(redis)];
  await answers.record(post, answer({ userId: "1", day: "2026-11-17" }), await settings.calendar(guildId));
  await createLeaderboardStore(redis).closeSeason(guildId, 1, 5_000);
  const second = { ...post, slotId: "2-2026-11-22", questionId: "http.other" };
  await createPostStore(redis).claim(second, undefined);
  await answers.record(second, answer({ userId: "2", at: 4_999 }), DEFAULT_CALENDAR);

  const ledger = await readLedger(redis, guildId);
  expect(ledgerErrors(ledger)).toEqual([]);
  expect(ledgerErrors({ ...ledger, calendar: DEFAULT_CALENDAR }), "with the default calendar").not.toEqual([]);
  const onBoard = (name: string) => ledger.boards.get(name)?.map(({ userId }) => userId);
  expect([onBoard("S1"), onBoard("S2")]).toEqual([["1"], ["2"]]);
});

it("an answer adds no points to leaderboards while points are withheld", async () => {
  const store = createAnswerStore(redis);
  await store.record(post, answer({ withheld: true }), DEFAULT_CALENDAR);
  await store.record(
    post,
    answer({ userId: "8", correct: false, base: 0, bonus: 0, withheld: true }),
    DEFAULT_CALENDAR,
  );
  const ledger = await readLedger(redis, guildId);
  expect(ledger.boards.get("all")?.map(({ points }) => points)).toEqual([0, 0]);
  expect(ledger.answers.map(({ base, withheld: held }) => [base, held])).toEqual([
    [20, true],
    [0, true],
  ]);
  expect(ledgerErrors(ledger)).toEqual([]);
});

it("daily leaderboards expire after forty days, and the all-time one doesn't", async () => {
  await createAnswerStore(redis).record(post, answer(), DEFAULT_CALENDAR);
  expect(await redis.ttl(`rootine:{g:${guildId}}:leaderboard:2026-11-22`)).toBeGreaterThan(39 * 86_400);
  expect(await redis.ttl(`rootine:{g:${guildId}}:leaderboard:all`)).toBe(-1);
});

it("a member who deleted an answer can't answer again before the reveal", async () => {
  const [answers, posts] = [createAnswerStore(redis), createPostStore(redis)];
  const deleteData = async (userId: string) => {
    const learnerData = createLearnerDataStore(redis);
    while ((await learnerData.delete(userId, [post.guildId], "")) > 0);
  };
  const [userId, other] = ["410000000000000007", "410000000000000008"];
  await answers.record(post, answer({ userId, correct: false, base: 0, bonus: 0 }), DEFAULT_CALENDAR);
  await deleteData(userId);
  expect(await tracesOf(redis, userId)).toEqual([]);
  expect(await answers.record(post, answer({ userId }), DEFAULT_CALENDAR)).toEqual({ outcome: "deleted" });
  expect(await answers.record(post, answer({ userId: other }), DEFAULT_CALENDAR)).toMatchObject({ sequence: 2 });
  expect(await answers.count(guildId, post.slotId)).toBe(1);

  await posts.markRevealed(post);
  await deleteData(other);
  expect(await redis.exists(keys.deletedAnswers(guildId, post.slotId))).toBe(0);
});
