import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { ledgerErrors } from "../../../src/features/boards/ledger-rules.ts";
import { seedRating } from "../../../src/features/learning/mastery-rules.ts";
import { createRatingStore } from "../../../src/features/learning/rating-store.ts";
import { learn } from "../../../src/features/learning/rules.ts";
import { createLearning } from "../../../src/features/learning/service.ts";
import { createLearnerStore } from "../../../src/features/learning/store.ts";
import { createActivityStore } from "../../../src/features/profile/activity-store.ts";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import { type Quiz, tagOf } from "../../../src/features/quiz/rules.ts";
import { createQuizzes } from "../../../src/features/quiz/service.ts";
import { createQuizStore, decodeQuiz, encodeQuiz } from "../../../src/features/quiz/store.ts";
import { createQuizSummaries } from "../../../src/features/quiz/summary-service.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { MINUTE, SECOND } from "../../../src/platform/time.ts";
import { banksOn } from "../../support/banks.ts";
import { readLedger } from "../../support/ledger.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000301";
const guildId = "410000000000000000";
const start = Date.UTC(2026, 10, 22, 12);
const all = [
  questions.single(),
  questions.short(),
  questions.order(),
  ...["other", "third"].map((name) => questions.single({ id: `http.${name}` })),
];
const bank = createBank(all);
let redis: ReturnType<typeof connectRedis>;
let now: number;
/** What the guild is being asked, and what another one. */
let open: string[];
let openElsewhere: string[];

beforeEach(async () => {
  now = start;
  open = [];
  openElsewhere = [];
  redis = await testRedis();
});

const quiz: Quiz = {
  id: "byi5ok84s8w0",
  kind: "quiz",
  guildId,
  zone: "Europe/Berlin",
  retry: false,
  items: bank
    .pool({})
    .slice(0, 3)
    .map((question) => ({ questionId: question.id, rev: 1, rating: seedRating(question) })),
  answers: [],
  shownAt: start,
  ended: false,
};
const learner = { userId, guildId, id: quiz.id };
const step = (position: number, of = quiz) => {
  return { userId, guildId, quizId: of.id, position, tag: tagOf(of.items[position] ?? { questionId: "none" }) };
};

/** The capability as a process of its own has it. */
function newProcess() {
  const [learners, ratings, agenda] = [createLearnerStore(redis), createRatingStore(redis), createAgenda(redis)];
  const [quizzes, credits] = [createQuizStore(redis), createCreditStore(redis)];
  const [activity, banks, clock] = [createActivityStore(redis), banksOn(redis, all), () => now];
  return createQuizzes({
    ratings,
    agenda,
    quizzes,
    summaries: createQuizSummaries({ learners, credits, activity, banks, clock }),
    banks,
    choice: {
      sceneOf: async () => ({
        here: new Set(open),
        elsewhere: Promise.resolve(new Set(openElsewhere)),
        guildId,
        calendar: DEFAULT_CALENDAR,
      }),
    },
    clock,
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
    await newProcess().begin(learner, async () => quiz);
    now += SECOND;
    await newProcess().answer(step(0), ["again"]);
    expect((await readLedger(redis, guildId)).credits).toEqual([]);

    now += 30 * MINUTE + 1;
    await Promise.all([newProcess().expire(step(0)), newProcess().expire(step(0)), newProcess().stop(step(1))]);
    const ledger = await readLedger(redis, guildId);
    expect(ledger.credits.map(({ reason, points }) => [reason, points])).toEqual([["http.single", 4]]);
    expect(ledgerErrors(ledger)).toEqual([]);
    expect(await newProcess().stop(step(1))).toMatchObject({ show: "summary", points: 4 });
    // Noted by three processes, and counted once.
    expect(await createActivityStore(redis).of(userId)).toEqual([{ day: "2026-11-22", sitting: quiz.id, answers: 1 }]);
  });

  it("never takes a wrong answer for a right one that came at the same time", async () => {
    await newProcess().begin(learner, async () => quiz);
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
    await newProcess().begin(learner, async () => quiz);
    await newProcess().answer(step(0), ["again"]);
    expect(await newProcess().stop(step(1))).toMatchObject({ points: 0 });

    now += SECOND;
    await createSettingsStore(redis).closeSeason(guildId, 1, now);
    await newProcess().begin({ ...learner, id: "next" }, async () => ({ ...quiz, id: "next", seasonBegan: now }));
    await newProcess().answer({ ...step(0), quizId: "next" }, ["again"]);
    expect(await newProcess().stop({ ...step(1), quizId: "next" })).toMatchObject({ points: 4 });
  });

  it("is begun once where it is asked for twice at once", async () => {
    const begun = await Promise.all(
      ["one", "two", "three"].map((id) => newProcess().begin({ ...learner, id }, async () => ({ ...quiz, id }))),
    );
    expect(new Set(begun.map((screen) => screen?.quiz.id)).size).toBe(1);
  });

  it("is told as begun, answered and retried to both processes that hear of it", async () => {
    const begun = await Promise.all([1, 2].map(() => newProcess().begin(learner, async () => quiz)));
    expect(begun).toMatchObject([{ resumed: false }, { resumed: false }]);
    const answered = await Promise.all([1, 2].map(() => newProcess().answer(step(0), ["post"])));
    expect(answered).toMatchObject([{ again: false }, { again: false }]);
    expect(await newProcess().answer(step(0), ["again"])).toMatchObject({ again: true, answer: { right: false } });
    now += 4 * SECOND;
    expect(await newProcess().answer(step(0), ["post"])).toMatchObject({ again: true });

    await newProcess().stop(step(0));
    const retried = await Promise.all([1, 2].map(() => newProcess().retry(step(0), "retry")));
    expect(retried).toMatchObject([
      { show: "question", quiz: { id: "retry" }, resumed: false },
      { show: "question", quiz: { id: "retry" }, resumed: false },
    ]);
  });

  it("never takes a tap on one question for an answer to the one that took its place", async () => {
    const questionIds = ["http.single", "http.other", "http.third"];
    const items = questionIds.map((questionId) => ({ questionId, rev: 1, rating: { difficulty: 0, answers: 0 } }));
    const alike = { ...quiz, items };
    const first = await newProcess().begin(learner, async () => alike);
    open = ["http.single"];
    expect(await newProcess().next(step(0, alike))).toMatchObject({ question: { id: "http.other" }, position: 0 });
    expect(first?.show).toBe("question");
    await expect(newProcess().answer(step(0, alike), ["again"])).rejects.toMatchObject({ code: "button-outdated" });
    const { quiz: now } = await createQuizStore(redis).load(userId);
    expect(now?.answers).toEqual([]);
  });

  it("skips what another guild of its learner is asked", async () => {
    openElsewhere = ["http.single"];
    expect(await newProcess().begin(learner, async () => quiz)).toMatchObject({ question: { id: "http.short" } });
    openElsewhere = ["http.single", "http.short"];
    expect(await newProcess().next(step(0))).toMatchObject({ question: { id: "http.order" } });
    openElsewhere = ["http.single", "http.short", "http.order"];
    expect(await newProcess().next(step(0))).toMatchObject({ show: "summary", results: [] });
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
    const order = { ...quiz, items: quiz.items.slice(2) };
    await newProcess().begin(learner, async () => order);
    await expect(newProcess().answer(step(0, order), ["connect", "connect", "secure"])).rejects.toMatchObject({
      code: "order-repeats",
    });
    await expect(newProcess().answer(step(1, order), ["connect"])).rejects.toMatchObject({ code: "button-outdated" });
    await expect(newProcess().answer({ ...step(0), quizId: "other" }, ["x"])).rejects.toMatchObject({
      code: "quiz-over",
    });
    expect((await createQuizStore(redis).load(userId)).quiz?.answers).toEqual([]);
  });
});

describe("a click on a quiz that has moved on", () => {
  const another = { ...quiz, id: "byi5ok84s8w1" };

  it("is refused where it names what the quiz does not ask", async () => {
    const { begin, answer } = newProcess();
    await begin(learner, async () => quiz);
    await expect(answer(step(0), ["nonsense"])).rejects.toMatchObject({ code: "button-outdated" });
    await expect(answer(step(0, another), ["again"])).rejects.toMatchObject({ code: "quiz-over" });
  });

  it("retries what was missed once, however often it is told, and only of the latest quiz that has ended", async () => {
    const { begin, answer, stop, retry } = newProcess();
    const at = { userId, guildId, quizId: quiz.id };
    await begin(learner, async () => quiz);
    await answer(step(0), ["stop"]);
    expect(await retry(at, "r1")).toMatchObject({ show: "question", quiz: { id: quiz.id, retry: false } });
    await stop(at);
    expect(await retry(at, "r1")).toMatchObject({ show: "question", quiz: { id: "r1", retry: true } });
    expect(await retry(at, "r1")).toMatchObject({ quiz: { id: "r1" } });
    await expect(retry(at, "r2")).rejects.toMatchObject({ code: "quiz-over" });
  });

  it("begins another where nobody has answered for long", async () => {
    const { begin } = newProcess();
    await begin(learner, async () => quiz);
    now += 31 * MINUTE;
    const fresh = { ...another, shownAt: now };
    expect(await begin({ ...learner, id: another.id }, async () => fresh)).toMatchObject({ quiz: { id: another.id } });
  });
});
