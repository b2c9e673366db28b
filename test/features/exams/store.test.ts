import { beforeEach, describe, expect, it } from "vitest";
import { loadExams } from "../../../src/bank/exams.ts";
import { loadBank } from "../../../src/bank/load.ts";
import { type Attempt, applyAction } from "../../../src/features/exams/attempt-rules.ts";
import type { ExamResult } from "../../../src/features/exams/rules.ts";
import { isExamQuestion } from "../../../src/features/exams/rules.ts";
import { createExamStore, type ExamStore } from "../../../src/features/exams/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { HOUR } from "../../../src/platform/time.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000007";
const KB = 1_024;
let redis: Redis;
let store: ExamStore;

beforeEach(async () => {
  redis = await testRedis();
  store = createExamStore(redis);
});

const attempt: Attempt = {
  id: "mi8pn2zk",
  version: 0,
  module: "mock",
  seed: "seed",
  startedAt: 1_795_000_000_000,
  endsAt: 1_795_005_400_000,
  extraTime: false,
  guildId: "410000000000000000",
  position: 0,
  items: [
    { questionId: "http.single", rev: 1, flagged: false },
    { questionId: "http.short", rev: 2, flagged: true, response: ['a "quoted": text'] },
    { questionId: "http.multi", rev: 1, flagged: false, response: ["put", "delete"] },
  ],
};

const result: ExamResult = {
  id: attempt.id,
  module: "mock",
  startedAt: attempt.startedAt,
  endedAt: 1_795_000_100_000,
  extraTime: true,
  timedOut: false,
  passMark: 3,
  guildId: "410000000000000000",
  correct: 2,
  total: 3,
  topics: [
    { topic: "http", correct: 1, total: 2 },
    { topic: "sql", correct: 1, total: 1 },
  ],
  missed: [{ questionId: "http.single", response: [] }],
};

describe("the open attempt", () => {
  const { guildId: _, ...inDirectMessages } = attempt;

  it.each<[string, Attempt]>([
    ["from a guild", attempt],
    ["from direct messages", { ...inDirectMessages, extraTime: true }],
  ])("is loaded as it was saved: %s", async (_, saved) => {
    await store.save(userId, undefined, saved);
    expect(await store.loadOpen(userId)).toEqual(saved);
  });

  it("is unique per learner", async () => {
    expect(await store.save(userId, undefined, attempt)).toBe(true);
    expect(await store.save(userId, undefined, { ...attempt, id: "other" })).toBe(false);
    expect(await store.save(userId, attempt, { ...attempt, id: "other" })).toBe(true);
    expect((await store.loadOpen(userId))?.id).toBe("other");
    expect(await store.loadOpen("8")).toBeUndefined();
  });

  it("accepts one of several concurrent actions", async () => {
    await store.save(userId, undefined, attempt);
    const actions = [0, 1, 2].map((position) => applyAction(attempt, { type: "answer", position, response: ["x"] }, 0));
    const saved = await Promise.all(actions.map((after) => store.save(userId, attempt, after)));
    expect(saved).toEqual([true, false, false]);
    expect(await store.loadOpen(userId)).toEqual(actions[0]);
    expect(await store.submit(userId, attempt, result, true)).toBe(false);
  });
});

describe("a submitted attempt", () => {
  beforeEach(async () => {
    await store.save(userId, undefined, attempt);
  });

  it("is submitted once and remains until it has been processed", async () => {
    const submissions = await Promise.all([1, 2].map(() => store.submit(userId, attempt, result, true)));
    expect(submissions).toEqual([true, false]);
    expect(await store.loadOpen(userId)).toBeUndefined();
    expect(await store.loadResult(userId, attempt.id)).toEqual(result);
    expect(await store.loadSubmitted(userId, attempt.id)).toEqual(attempt);
    expect(await store.loadUnseen(userId)).toBeUndefined();

    await store.deleteSubmitted(userId, attempt.id);
    expect(await store.loadSubmitted(userId, attempt.id)).toBeUndefined();
  });

  it("stays unseen until its result is marked as seen", async () => {
    await store.submit(userId, attempt, result, false);
    expect(await store.loadUnseen(userId)).toEqual(result);
    await store.markSeen(userId, "another");
    expect(await store.loadUnseen(userId)).toEqual(result);
    await store.markSeen(userId, attempt.id);
    expect(await store.loadUnseen(userId)).toBeUndefined();
  });
});

describe("exam results", () => {
  it("include the latest twenty attempts, oldest first", async () => {
    for (let index = 0; index < 25; index += 1) {
      const startedAt = attempt.startedAt + index * HOUR;
      const next = { ...attempt, id: startedAt.toString(36), startedAt };
      await store.save(userId, undefined, next);
      await store.submit(userId, next, { ...result, id: next.id, startedAt }, true);
    }
    const startTimes = (await store.loadResults(userId)).map(({ startedAt }) => startedAt);
    expect(startTimes).toEqual(Array.from({ length: 20 }, (_, index) => attempt.startedAt + (index + 5) * HOUR));
  });

  it("can be shared once a day, unless the share is released", async () => {
    expect(await store.claimShare(userId, attempt.id, "one")).toBe(true);
    expect(await store.claimShare(userId, attempt.id, "one"), "by another process").toBe(true);
    expect(await store.claimShare(userId, attempt.id, "two")).toBe(false);
    await store.releaseShare(userId, attempt.id, "two");
    expect(await store.claimShare(userId, attempt.id, "two")).toBe(false);
    await store.releaseShare(userId, attempt.id, "one");
    expect(await store.claimShare(userId, attempt.id, "two")).toBe(true);
    expect(await redis.ttl(keys.sharedExam(userId, attempt.id))).toBeGreaterThan(86_000);
  });
});

describe("the largest mock exam", () => {
  /** A mock exam of the questions with the longest ids and answers per topic, all answered and flagged. */
  function largestAttempt(): Attempt {
    const bank = loadBank({ content: "content" }).filter(isExamQuestion);
    const items = Object.entries(loadExams("content").mock.items).flatMap(([topic, count]) =>
      bank
        .filter((question) => question.topic === topic)
        .map((question) => ({
          questionId: question.id,
          rev: question.rev,
          flagged: true,
          response: longestResponse(question),
        }))
        .sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)
        .slice(0, count),
    );
    return { ...attempt, version: 999, position: 59, items };
  }

  function longestResponse(question: ReturnType<typeof loadBank>[number]): string[] {
    if (question.type === "order") return Object.keys(question.steps);
    if (!("options" in question)) return ["9".repeat(30)];
    const ids = Object.keys(question.options).sort((a, b) => b.length - a.length);
    return question.type === "multi" ? ids : ids.slice(0, 1);
  }

  it("uses at most 6 KB of Redis while open, and 7 KB for a result with nothing correct", async () => {
    const largest = largestAttempt();
    expect(largest.items).toHaveLength(60);
    await store.save(userId, undefined, largest);
    const bytes = Number(await redis.memory("USAGE", keys.examAttempt(userId)));
    console.log(`Open mock exam with the longest items of the bank: ${bytes} bytes`);
    expect(bytes).toBeLessThanOrEqual(6 * KB);

    const missed = largest.items.map(({ questionId, response = [] }) => ({ questionId, response }));
    await store.submit(userId, largest, { ...result, missed }, true);
    const stored = await redis.hget(keys.examResults(userId), attempt.id);
    expect(stored?.length).toBeLessThanOrEqual(7 * KB);
  });
});
