import { pino } from "pino";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createBank } from "../../src/app/bank.ts";
import { createLearning } from "../../src/app/learning.ts";
import { auditLedger } from "../../src/app/ledger.ts";
import { createQuizzes } from "../../src/app/quiz.ts";
import { learn } from "../../src/core/learner.ts";
import { seedRating } from "../../src/core/mastery.ts";
import type { Quiz } from "../../src/core/quiz.ts";
import { MINUTE, SECOND } from "../../src/core/time.ts";
import { createActivityStore } from "../../src/redis/activity.ts";
import { createAgenda } from "../../src/redis/agenda.ts";
import { connectRedis } from "../../src/redis/connection.ts";
import { createCreditStore } from "../../src/redis/credits.ts";
import { createLearnerStore } from "../../src/redis/learners.ts";
import { readLedger } from "../../src/redis/ledger.ts";
import { createQuizStore, decodeQuiz, encodeQuiz } from "../../src/redis/quizzes.ts";
import { createRatingStore } from "../../src/redis/ratings.ts";
import { createSettingsStore } from "../../src/redis/settings.ts";
import { banksOn } from "../banks.ts";
import { questions } from "../questions.ts";
import { freshDatabase } from "./server.ts";

const userId = "410000000000000301";
const guildId = "410000000000000000";
const start = Date.UTC(2026, 10, 22, 12);
const all = [questions.single(), questions.short(), questions.order()];
const bank = createBank(all);
let redis: ReturnType<typeof connectRedis>;
let now: number;

beforeEach(async () => {
  now = start;
  redis = connectRedis(await freshDatabase(), { log: pino({ level: "silent" }) });
  onTestFinished(() => redis.disconnect());
});

const quiz: Quiz = {
  id: "byi5ok84s8w0",
  kind: "quiz",
  guildId,
  zone: "Europe/Berlin",
  retry: false,
  items: bank.pool({}).map((question) => ({ questionId: question.id, rev: 1, rating: seedRating(question) })),
  answers: [],
  shownAt: start,
  ended: false,
};
const step = (position: number) => ({ userId, quizId: quiz.id, position });

/** The capability as a process of its own has it. */
function newProcess() {
  const [learners, ratings, agenda] = [createLearnerStore(redis), createRatingStore(redis), createAgenda(redis)];
  const [quizzes, credits] = [createQuizStore(redis), createCreditStore(redis)];
  return createQuizzes({
    learners,
    ratings,
    agenda,
    quizzes,
    credits,
    activity: createActivityStore(redis),
    banks: banksOn(redis, all),
    choice: { openTo: async () => new Set() },
    clock: () => now,
  });
}

describe("a stored quiz", () => {
  it.each<[string, Quiz]>([
    ["the plainest", quiz],
    [
      "one with everything",
      {
        ...quiz,
        kind: "review",
        topic: "sql",
        difficulty: 3,
        retry: true,
        answers: [{ response: ["a", "b"], right: true, at: start + 1, earns: true }],
        ended: true,
      },
    ],
  ])("comes back as it was: %s", (_, one) => {
    expect(decodeQuiz(encodeQuiz(one))).toEqual(one);
  });

  it("is replaced only as it was read, and only with what was known", async () => {
    const store = createQuizStore(redis);
    expect(await store.save(userId, undefined, quiz)).toBe("saved");
    expect(await store.save(userId, undefined, quiz)).toBe("moved");

    const { known } = await store.load(userId);
    const learnt = learn(known, [{ question: questions.single(), right: false, at: start, mode: "quiz" }], seedRating);
    await createLearnerStore(redis).commit(userId, known, learnt);
    const after = { ...quiz, answers: [{ response: ["post"], right: false, at: start, earns: false }] };
    expect(await store.save(userId, quiz, after, { known, learnt })).toBe("learnt");

    const reloaded = await store.load(userId);
    expect(reloaded.quiz).toEqual(quiz);
    expect(reloaded.known.seen.get("http.single")?.times).toBe(1);
  });
});

describe("a quiz", () => {
  it("credits what a crash left uncredited when it ends, whoever ends it", async () => {
    await newProcess().begin(userId, async () => quiz);
    now += SECOND;
    await newProcess().answer(step(0), ["again"]);
    expect((await readLedger(redis, guildId)).credits).toEqual([]);

    now += 30 * MINUTE + 1;
    await Promise.all([newProcess().expire(step(0)), newProcess().expire(step(0)), newProcess().stop(step(1))]);
    const ledger = await readLedger(redis, guildId);
    expect(ledger.credits.map(({ reason, points }) => [reason, points])).toEqual([["http.single", 4]]);
    expect(auditLedger(ledger)).toEqual([]);
    expect(await newProcess().stop(step(1))).toMatchObject({ show: "summary", points: 4 });
    // Noted by three processes, and counted once.
    expect(await createActivityStore(redis).of(userId)).toEqual([{ day: "2026-11-22", sitting: quiz.id, answers: 1 }]);
  });

  it("never takes a wrong answer for a right one that came at the same time", async () => {
    await newProcess().begin(userId, async () => quiz);
    const screens = await Promise.all(
      Array.from({ length: 20 }, (_, index) => newProcess().answer(step(0), [index % 2 === 0 ? "post" : "again"])),
    );
    await Promise.all(screens.map((screen) => (screen.show === "feedback" ? screen.settle() : undefined)));

    const rights = screens.map((screen) => screen.show === "feedback" && screen.answer.right);
    expect(new Set(rights).size).toBe(1);
    expect((await readLedger(redis, guildId)).credits).toHaveLength(rights[0] ? 1 : 0);
    expect((await createLearnerStore(redis).seen(userId)).get("http.single")?.times).toBe(1);
  });

  it("earns nothing for what was answered right before in its season, in whatever mode", async () => {
    const learning = createLearning({ learners: createLearnerStore(redis), ratings: createRatingStore(redis) });
    const daily = { question: questions.single(), right: true, at: now - SECOND, mode: "daily" } as const;
    await learning.record(userId, [daily]);
    await newProcess().begin(userId, async () => quiz);
    await newProcess().answer(step(0), ["again"]);
    expect(await newProcess().stop(step(1))).toMatchObject({ points: 0 });

    now += SECOND;
    await createSettingsStore(redis).closeSeason(guildId, 1, now);
    await newProcess().begin(userId, async () => ({ ...quiz, id: "next", seasonBegan: now }));
    await newProcess().answer({ ...step(0), quizId: "next" }, ["again"]);
    expect(await newProcess().stop({ ...step(1), quizId: "next" })).toMatchObject({ points: 4 });
  });

  it("is begun once where it is asked for twice at once", async () => {
    const begun = await Promise.all(
      ["one", "two", "three"].map((id) => newProcess().begin(userId, async () => ({ ...quiz, id }))),
    );
    expect(new Set(begun.map((screen) => screen.quiz.id)).size).toBe(1);
  });

  it("goes on without a question that the bank has lost", async () => {
    const lost = { questionId: "http.lost", rev: 1, rating: { difficulty: 0, answers: 0 } };
    const items = [...quiz.items.slice(0, 1), lost];
    await createQuizStore(redis).save(userId, undefined, { ...quiz, items });
    now += SECOND;
    expect(await newProcess().answer(step(0), ["again"])).toMatchObject({ show: "feedback" });
    expect(await newProcess().next(step(0))).toMatchObject({ show: "summary", results: [{ right: true }] });
  });

  it("refuses what cannot be read and records nothing", async () => {
    await newProcess().begin(userId, async () => ({ ...quiz, items: quiz.items.slice(2) }));
    await expect(newProcess().answer(step(0), ["connect", "connect", "secure"])).rejects.toMatchObject({
      code: "order-repeats",
    });
    await expect(newProcess().answer(step(1), ["connect"])).rejects.toMatchObject({ code: "button-outdated" });
    await expect(newProcess().answer({ ...step(0), quizId: "other" }, ["x"])).rejects.toMatchObject({
      code: "quiz-over",
    });
    expect((await createQuizStore(redis).load(userId)).quiz?.answers).toEqual([]);
  });
});
