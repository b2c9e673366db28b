import { beforeEach, describe, expect, it } from "vitest";
import { seedRating } from "../../../src/features/learning/mastery-rules.ts";
import { applyOutcomes } from "../../../src/features/learning/rules.ts";
import { createLearnerStore } from "../../../src/features/learning/store.ts";
import type { Quiz } from "../../../src/features/quiz/rules.ts";
import { createQuizStore } from "../../../src/features/quiz/store.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000301";
const start = Date.UTC(2026, 10, 22, 12);
let redis: ReturnType<typeof connectRedis>;

beforeEach(async () => {
  redis = await testRedis();
});

const quiz: Quiz = {
  ...{ id: "byi5ok84s8w0", kind: "quiz", seed: "seed", guildId: "410000000000000000", zone: "Europe/Berlin" },
  items: [{ questionId: "http.single", rev: 1, rating: { difficulty: 0, answers: 0 } }],
  ...{ answers: [], shownAt: start, retry: false, ended: false, version: 0 },
};

describe("a stored quiz", () => {
  it.each<[string, Quiz]>([
    ["without optional fields", quiz],
    [
      "with every field",
      {
        ...quiz,
        kind: "review",
        topic: "sql",
        difficulty: 3,
        retry: true,
        answers: [{ response: ["a", "b"], correct: true, at: start + 1, earns: true }],
        ended: true,
      },
    ],
  ])("is loaded as it was saved: %s", async (_, one) => {
    const saved = await createQuizStore(redis).save(userId, undefined, one);
    expect(saved).toEqual({ ...one, version: 1 });
    expect((await createQuizStore(redis).load(userId)).quiz).toEqual(saved);
  });

  it("is saved only if neither the quiz nor the learner has changed", async () => {
    const store = createQuizStore(redis);
    const first = await store.save(userId, undefined, quiz);
    expect(first).toEqual({ ...quiz, version: 1 });
    expect(await store.save(userId, undefined, quiz)).toBeUndefined();
    const shown = await store.save(userId, first, { ...quiz, shownAt: start + 1 });
    expect(shown?.version).toBe(2);
    expect(await store.save(userId, first, { ...quiz, ended: true })).toBeUndefined();

    const { learner: before } = await store.load(userId);
    const changes = applyOutcomes(
      before,
      [{ question: questions.single(), correct: false, at: start, mode: "quiz" }],
      seedRating,
    );
    await createLearnerStore(redis).commit(userId, before, changes);
    const after = { ...quiz, answers: [{ response: ["post"], correct: false, at: start, earns: false }] };
    expect(await store.save(userId, shown, after, { before, changes })).toBeUndefined();

    const reloaded = await store.load(userId);
    expect(reloaded.quiz).toEqual(shown);
    expect(reloaded.learner.history.get("http.single")?.attempts).toBe(1);
  });
});
