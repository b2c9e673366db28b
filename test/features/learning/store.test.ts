import { beforeEach, describe, expect, it } from "vitest";
import { createRatingStore } from "../../../src/features/learning/rating-store.ts";
import type { Outcome, Seen } from "../../../src/features/learning/rules.ts";
import { createLearning } from "../../../src/features/learning/service.ts";
import { createLearnerStore, decodeSeen, encodeSeen } from "../../../src/features/learning/store.ts";
import type { Question } from "../../../src/features/questions/rules.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { DAY } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000301";
const start = 1_795_000_000_000;
let redis: ReturnType<typeof connectRedis>;
let learning: ReturnType<typeof createLearning>;

beforeEach(async () => {
  redis = await testRedis();
  learning = createLearning({ learners: createLearnerStore(redis), ratings: createRatingStore(redis) });
});

function outcome(question: Question, over: Partial<Outcome> = {}): Outcome {
  return { question, right: false, at: start, mode: "quiz", ...over };
}

describe("what a learner has seen", () => {
  const plain: Seen = { rev: 1, first: { right: true, at: start, mode: "exam" }, lastAt: start + 7, times: 1 };
  const card = { due: start + DAY, stability: 123.17, difficulty: 5.28, reps: 3, lapses: 1 };

  it.each<[string, Seen]>([
    ["the plainest", plain],
    ["one with a card", { ...plain, times: 12, card: { ...card, due: plain.lastAt + 2 * DAY } }],
    ["one that was right before", { ...plain, rightAt: plain.lastAt - DAY }],
  ])("comes back as it was: %s", (_, seen) => {
    expect(decodeSeen(encodeSeen(seen))).toEqual(seen);
  });

  it("fits the compact list of Redis", () => {
    const seen = {
      ...plain,
      rev: 2,
      times: 12,
      rightAt: plain.lastAt - 9 * DAY,
      card: { ...card, due: plain.lastAt + 9 * DAY },
    };
    expect(encodeSeen(seen).length).toBeLessThanOrEqual(64);
  });

  it("is recorded once, told however often and from however many processes", async () => {
    const asked = [questions.single(), questions.multi(), questions.short()];
    const outcomes = asked.map((question, index) => outcome(question, { right: index > 0, at: start + index }));
    await Promise.all(Array.from({ length: 10 }, () => learning.record(userId, outcomes)));

    const seen = await learning.seen(userId);
    expect([...seen.values()].map(({ times }) => times)).toEqual([1, 1, 1]);
    expect((await learning.all(userId)).mastery.get("http")?.answers).toBe(3);
    expect((await createRatingStore(redis).of(asked)).get("http.short")?.answers).toBe(1);
  });

  it("loses nothing when two processes record different questions at once", async () => {
    const asked = Array.from({ length: 20 }, (_, index) => questions.single({ id: `http.q${index}` }));
    await Promise.all(
      asked.map((question, index) => learning.record(userId, [outcome(question, { at: start + index })])),
    );
    expect((await learning.seen(userId)).size).toBe(20);
    expect((await learning.all(userId)).mastery.get("http")?.answers).toBe(20);
  });

  it("moves a question's difficulty from its seed, a new revision's anew", async () => {
    const question = questions.single({ difficulty: 3 });
    const ratings = createRatingStore(redis);
    expect((await ratings.of([question])).get(question.id)).toEqual({ difficulty: 1, answers: 0 });
    await learning.record(userId, [outcome(question, { right: true })]);
    expect((await ratings.of([question])).get(question.id)?.difficulty).toBeLessThan(1);
    const revised = questions.single({ difficulty: 3, rev: 2 });
    expect((await ratings.of([revised])).get(question.id)).toEqual({ difficulty: 1, answers: 0 });
  });
});

describe("2,000 cards", () => {
  it("take at most 250 bytes each and are read in at most 2 ms of Redis", async () => {
    const card = { due: start + DAY, stability: 123.17, difficulty: 5.28, reps: 13, lapses: 1 };
    const seen = encodeSeen({
      rev: 1,
      first: { right: false, at: start, mode: "quiz" },
      lastAt: start,
      times: 12,
      card,
    });
    const fields = Array.from({ length: 2_000 }, (_, index) => [`http.idempotent-put-timeout-${index}`, seen]).flat();
    await redis.hset(keys.history(userId), ...fields);

    const bytes = Number(await redis.memory("USAGE", keys.history(userId), "SAMPLES", 0));
    expect(bytes / 2_000).toBeLessThanOrEqual(250);

    await redis.config("RESETSTAT");
    for (let time = 0; time < 20; time++) await redis.hgetall(keys.history(userId));
    const perCall = Number(/cmdstat_hgetall:.*usec_per_call=([\d.]+)/.exec(await redis.info("commandstats"))?.[1]);
    if (process.env.FIGURES) process.stdout.write(`${bytes / 2_000} bytes a card, ${perCall} µs a list\n`);
    expect(perCall).toBeLessThanOrEqual(2_000);
    expect((await learning.seen(userId)).size).toBe(2_000);
  });
});
