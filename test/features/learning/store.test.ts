import { beforeEach, describe, expect, it, vi } from "vitest";
import { seedRating } from "../../../src/features/learning/mastery-rules.ts";
import { applyOutcomes, type Outcome, type QuestionHistory } from "../../../src/features/learning/rules.ts";
import { createLearningService } from "../../../src/features/learning/service.ts";
import {
  createLearnerGuildStore,
  createLearnerStore,
  createRatingStore,
  decodeHistory,
  encodeHistory,
} from "../../../src/features/learning/store.ts";
import type { Question } from "../../../src/features/questions/rules.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { DAY, MINUTE } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000301";
const start = 1_795_000_000_000;
let redis: ReturnType<typeof connectRedis>;
let learning: ReturnType<typeof createLearningService>;

beforeEach(async () => {
  redis = await testRedis();
  learning = createLearningService({ learners: createLearnerStore(redis), ratings: createRatingStore(redis) });
});

function outcome(question: Question, over: Partial<Outcome> = {}): Outcome {
  return { question, correct: false, at: start, mode: "quiz", ...over };
}

describe("a learner's history", () => {
  const plain: QuestionHistory = {
    rev: 1,
    first: { correct: true, at: start, mode: "exam" },
    lastAt: start + 7,
    attempts: 1,
  };
  const card = { due: start + DAY, stability: 123.17, difficulty: 5.28 };

  it.each<[string, QuestionHistory]>([
    ["without a card", plain],
    ["with a card", { ...plain, attempts: 12, card: { ...card, due: start + 2 * DAY } }],
    ["with an earlier correct answer", { ...plain, correctAt: start - DAY }],
  ])("is loaded as it was saved: %s", (_, history) => {
    expect(decodeHistory(encodeHistory(history))).toEqual(history);
  });

  it("is stored as JSON with times in seconds", () => {
    const history = { ...plain, correctAt: start, card };
    expect(JSON.parse(encodeHistory(history))).toEqual({
      rev: 1,
      first: { mode: "exam", at: start / 1_000, correct: 1 },
      last: start + 7,
      tries: 1,
      correctAt: start / 1_000,
      card: { due: (start + DAY) / 1_000, stability: 123.17, difficulty: 5.28 },
    });
  });

  it("records an outcome once when ten processes record it", async () => {
    const asked = [questions.single(), questions.multi(), questions.short()];
    const outcomes = asked.map((question, index) => outcome(question, { correct: index > 0, at: start + index }));
    await Promise.all(Array.from({ length: 10 }, () => learning.record(userId, outcomes)));

    const histories = await learning.history(userId);
    expect([...histories.values()].map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    expect((await learning.load(userId)).mastery.get("http")?.answers).toBe(3);
    expect((await createRatingStore(redis).load(asked)).get("http.short")?.answers).toBe(1);
  });

  it("is updated based on its version, not its exact text", async () => {
    const question = questions.single();
    await learning.record(userId, [outcome(question)]);
    const [history, mastery] = [keys.history(userId), keys.mastery(userId)];
    for (const [key, field] of [
      [history, question.id],
      [mastery, "http"],
    ] as const) {
      const stored = JSON.parse((await redis.hget(key, field)) ?? "");
      await redis.hset(key, field, JSON.stringify({ addedLater: true, ...stored }, null, 1));
    }
    await learning.record(userId, [outcome(question, { at: start + DAY })]);
    expect((await learning.history(userId)).get(question.id)).toMatchObject({ attempts: 2 });
  });

  it("keeps a card that is added while an answer is recorded", async () => {
    const learners = createLearnerStore(redis);
    const question = questions.single();
    await learning.record(userId, [outcome(question, { correct: true })]);
    const before = await learners.load(userId, [question.id]);
    await learning.addToReview(userId, outcome(question, { correct: true }));
    const changes = applyOutcomes(before, [outcome(question, { correct: true, at: start + DAY })], seedRating);
    expect(await learners.commit(userId, before, changes)).toBe(false);
    expect((await learning.history(userId)).get(question.id)?.card).toBeDefined();
  });

  it("loses nothing when two processes record different questions simultaneously", async () => {
    const asked = Array.from({ length: 20 }, (_, index) => questions.single({ id: `http.q${index}` }));
    await Promise.all(
      asked.map((question, index) => learning.record(userId, [outcome(question, { at: start + index })])),
    );
    expect((await learning.history(userId)).size).toBe(20);
    expect((await learning.load(userId)).mastery.get("http")?.answers).toBe(20);
  });

  it("starts a question's rating at its difficulty, and starts over with a new revision", async () => {
    const question = questions.single({ difficulty: 3 });
    const ratings = createRatingStore(redis);
    expect((await ratings.load([question])).get(question.id)).toEqual({ difficulty: 1, answers: 0 });
    await learning.record(userId, [outcome(question, { correct: true })]);
    expect((await ratings.load([question])).get(question.id)?.difficulty).toBeLessThan(1);
    const revised = questions.single({ difficulty: 3, rev: 2 });
    expect((await ratings.load([revised])).get(question.id)).toEqual({ difficulty: 1, answers: 0 });
  });

  it("reads a pool's ratings at most once a minute when selecting questions", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const question = questions.single();
      const pool = [question];
      const ratings = createRatingStore(redis);
      const answers = async () => (await ratings.loadRecent(pool)).get(question.id)?.answers;
      expect(await answers()).toBe(0);
      await ratings.adjust([{ question, by: 0.1 }]);
      vi.advanceTimersByTime(MINUTE);
      expect(await answers()).toBe(0);
      expect((await ratings.load(pool)).get(question.id)?.answers).toBe(1);
      vi.advanceTimersByTime(1);
      expect(await answers()).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("reads a pool's ratings again after an error", async () => {
    const question = questions.single();
    const pool = [question];
    const hmget = vi.spyOn(redis, "hmget").mockRejectedValueOnce(new Error("away"));
    const ratings = createRatingStore(redis);
    await expect(ratings.loadRecent(pool)).rejects.toThrow("away");
    hmget.mockRestore();
    expect((await ratings.loadRecent(pool)).get(question.id)?.answers).toBe(0);
  });
});

describe("a set of 2,000 review cards", () => {
  it("takes at most 250 bytes per card and 2 ms of Redis to read", async () => {
    const card = { due: start + DAY, stability: 123.17, difficulty: 5.28 };
    const stored = encodeHistory({
      rev: 1,
      first: { correct: false, at: start, mode: "quiz" },
      lastAt: start,
      attempts: 12,
      card,
    });
    const fields = Array.from({ length: 2_000 }, (_, index) => [`http.idempotent-put-timeout-${index}`, stored]).flat();
    await redis.hset(keys.history(userId), ...fields);

    const bytes = Number(await redis.memory("USAGE", keys.history(userId), "SAMPLES", 0));
    expect(bytes / 2_000).toBeLessThanOrEqual(250);

    await redis.config("RESETSTAT");
    for (let time = 0; time < 20; time++) await redis.hgetall(keys.history(userId));
    const perCall = Number(/cmdstat_hgetall:.*usec_per_call=([\d.]+)/.exec(await redis.info("commandstats"))?.[1]);
    if (process.env.FIGURES) process.stdout.write(`${bytes / 2_000} bytes a card, ${perCall} µs a list\n`);
    expect(perCall).toBeLessThanOrEqual(2_000);
    expect((await learning.history(userId)).size).toBe(2_000);
  });
});

it("each guild of a learner is listed once until it is removed", async () => {
  const guilds = createLearnerGuildStore(redis);
  for (const [at, guildId] of ["2", "1", "2"].entries()) await guilds.add("7", guildId, at);
  expect(await guilds.list("7")).toEqual(["2", "1"]);
  expect(await guilds.list("8")).toEqual([]);

  await guilds.remove("7", ["1"]);
  await guilds.remove("7", []);
  expect(await guilds.list("7")).toEqual(["2"]);
});
