import { beforeEach, describe, expect, it } from "vitest";
import { loadExams } from "../../../src/bank/exams.ts";
import { loadBank } from "../../../src/bank/load.ts";
import { type Attempt, advance, type Result } from "../../../src/features/exams/attempt-rules.ts";
import { isExaminable } from "../../../src/features/exams/rules.ts";
import {
  createExamStore,
  decodeAttempt,
  decodeResult,
  encodeAttempt,
  encodeResult,
} from "../../../src/features/exams/store.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000007";
let redis: ReturnType<typeof connectRedis>;

beforeEach(async () => {
  redis = await testRedis();
});

const attempt: Attempt = {
  id: "mi8pn2zk",
  version: 0,
  module: "mock",
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

const result: Result = {
  id: attempt.id,
  module: "mock",
  startedAt: attempt.startedAt,
  endedAt: 1_795_000_100_000,
  extraTime: true,
  timedOut: false,
  passMark: 3,
  guildId: "410000000000000000",
  right: 2,
  items: 3,
  topics: [
    { topic: "http", right: 1, items: 2 },
    { topic: "sql", right: 1, items: 1 },
  ],
  missed: [{ questionId: "http.single", response: [] }],
};

describe("attempts", () => {
  it("come back as they were", () => {
    const { guildId: _, ...elsewhere } = attempt;
    for (const one of [attempt, { ...elsewhere, extraTime: true }]) {
      expect(decodeAttempt(encodeAttempt(one))).toEqual(one);
    }
  });

  it("are open one at a time", async () => {
    const store = createExamStore(redis);
    expect(await store.save(userId, undefined, attempt)).toBe(true);
    expect(await store.save(userId, undefined, { ...attempt, id: "other" })).toBe(false);
    expect(await store.save(userId, attempt, { ...attempt, id: "other" })).toBe(true);
    expect((await store.open(userId))?.id).toBe("other");
    expect(await store.open("8")).toBeUndefined();
  });

  it("take each step from where it was read only, so that of two at once one is told to look again", async () => {
    const store = createExamStore(redis);
    await store.save(userId, undefined, attempt);
    const steps = [0, 1, 2].map((position) => advance(attempt, { take: "answer", position, response: ["x"] }, 0));
    const saved = await Promise.all(steps.map((after) => store.save(userId, attempt, after)));
    expect(saved).toEqual([true, false, false]);
    expect(await store.open(userId)).toEqual(steps[0]);
    expect(await store.finish(userId, attempt, result, true)).toBe(false);
  });

  it("are submitted once, and wait until what follows is seen to", async () => {
    const store = createExamStore(redis);
    await store.save(userId, undefined, attempt);
    const submissions = await Promise.all([1, 2].map(() => store.finish(userId, attempt, result, true)));
    expect(submissions).toEqual([true, false]);
    expect(await store.open(userId)).toBeUndefined();
    expect(await store.result(userId, attempt.id)).toEqual(result);
    expect(await store.submitted(userId, attempt.id)).toEqual(attempt);
    expect(await store.untold(userId)).toBeUndefined();

    await store.settle(userId, attempt.id);
    expect(await store.submitted(userId, attempt.id)).toBeUndefined();
  });

  it("that time submitted are told of until that is known to have come across", async () => {
    const store = createExamStore(redis);
    await store.save(userId, undefined, attempt);
    await store.finish(userId, attempt, result, false);
    expect(await store.untold(userId)).toEqual(result);
    await store.markTold(userId, "another");
    expect(await store.untold(userId)).toEqual(result);
    await store.markTold(userId, attempt.id);
    expect(await store.untold(userId)).toBeUndefined();
  });
});

describe("results", () => {
  it("come back as they were", () => {
    const { guildId: _, ...elsewhere } = result;
    for (const one of [result, { ...elsewhere, timedOut: true }]) {
      expect(decodeResult(one.id, encodeResult(one))).toEqual(one);
    }
  });

  it("are kept for the latest twenty attempts, oldest first", async () => {
    const store = createExamStore(redis);
    for (let index = 0; index < 25; index += 1) {
      const startedAt = attempt.startedAt + index * 3_600_000;
      const next = { ...attempt, id: startedAt.toString(36), startedAt };
      await store.save(userId, undefined, next);
      await store.finish(userId, next, { ...result, id: next.id, startedAt }, true);
    }
    const kept = await store.results(userId);
    expect(kept).toHaveLength(20);
    expect(kept[0]?.startedAt).toBe(attempt.startedAt + 5 * 3_600_000);
    expect(kept.at(-1)?.startedAt).toBe(attempt.startedAt + 24 * 3_600_000);
  });

  it("are shared once a day", async () => {
    const store = createExamStore(redis);
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

describe("what an attempt takes in Redis", () => {
  /** The largest mock there can be: of each topic the questions with the longest ids and answers, all answered. */
  function largest(): Attempt {
    const bank = loadBank({ content: "content" }).filter(isExaminable);
    const items = Object.entries(loadExams("content").mock.items).flatMap(([topic, wanted]) =>
      bank
        .filter((question) => question.topic === topic)
        .map((question) => {
          if ("options" in question) {
            const ids = Object.keys(question.options).sort((a, b) => b.length - a.length);
            return { question, response: question.type === "multi" ? ids : ids.slice(0, 1) };
          }
          return { question, response: question.type === "order" ? Object.keys(question.steps) : ["9".repeat(30)] };
        })
        .map(({ question, response }) => ({ questionId: question.id, rev: question.rev, flagged: true, response }))
        .sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)
        .slice(0, wanted),
    );
    return { ...attempt, version: 999, position: 59, items };
  }

  it("is 4 KB at most, and its result less", async () => {
    const store = createExamStore(redis);
    const full = largest();
    expect(full.items).toHaveLength(60);
    await store.save(userId, undefined, full);
    const bytes = Number(await redis.memory("USAGE", keys.examAttempt(userId)));
    console.log(`An open mock exam with the largest items of the bank: ${bytes} bytes`);
    expect(bytes).toBeLessThanOrEqual(4_096);

    const missed = full.items.map(({ questionId, response = [] }) => ({ questionId, response }));
    expect(encodeResult({ ...result, missed }).length).toBeLessThanOrEqual(4_096);
  });
});
