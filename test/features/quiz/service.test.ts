import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { ledgerErrors } from "../../../src/features/boards/ledger-rules.ts";
import { createLeaderboardStore } from "../../../src/features/boards/store.ts";
import { seedRating } from "../../../src/features/learning/mastery-rules.ts";
import { createLearningService } from "../../../src/features/learning/service.ts";
import { createLearnerStore, createRatingStore } from "../../../src/features/learning/store.ts";
import { DEFAULT_PREFERENCES } from "../../../src/features/preferences/rules.ts";
import { createActivityStore } from "../../../src/features/profile/store.ts";
import { type Quiz, tagOf } from "../../../src/features/quiz/rules.ts";
import { createQuizService } from "../../../src/features/quiz/service.ts";
import { createQuizStore } from "../../../src/features/quiz/store.ts";
import { createQuizSummaryService } from "../../../src/features/quiz/summary-service.ts";
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
  questions.number(),
  ...["other", "third"].map((name) => questions.single({ id: `http.${name}` })),
];
let redis: ReturnType<typeof connectRedis>;
let now: number;
/** Ids of the questions that are open in the guild and in the learner's other guilds. */
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
  seed: "seed",
  guildId,
  zone: "Europe/Berlin",
  retry: false,
  items: all.slice(0, 3).map((question) => ({ questionId: question.id, rev: 1, rating: seedRating(question) })),
  answers: [],
  shownAt: start,
  ended: false,
  version: 0,
};
const learner = { userId, guildId, id: quiz.id };
const step = (position: number, of = quiz) => {
  return { userId, guildId, quizId: of.id, position, tag: tagOf(of.items[position] ?? { questionId: "none" }) };
};

/** The quiz service of another process. */
function newProcess() {
  const [learners, ratings, agenda] = [createLearnerStore(redis), createRatingStore(redis), createAgenda(redis)];
  const [quizzes, credits] = [createQuizStore(redis), createCreditStore(redis)];
  const [activity, banks, clock] = [createActivityStore(redis), banksOn(redis, all), () => now];
  return createQuizService({
    ratings,
    agenda,
    quizzes,
    summaries: createQuizSummaryService({ learners, credits, activity, banks, clock }),
    banks,
    quizBuilder: {
      loadContext: async () => ({
        inGuild: new Set(open),
        inOtherGuilds: Promise.resolve(new Set(openElsewhere)),
        guildId,
        calendar: DEFAULT_CALENDAR,
        preferences: DEFAULT_PREFERENCES,
      }),
    },
    clock,
  });
}

describe("a quiz", () => {
  it("credits what a crash left out when the quiz ends", async () => {
    await newProcess().start(learner, async () => quiz);
    now += SECOND;
    await newProcess().answer(step(0), ["again"]);
    expect((await readLedger(redis, guildId)).credits).toEqual([]);

    now += 30 * MINUTE + 1;
    await Promise.all([newProcess().expire(step(0)), newProcess().expire(step(0)), newProcess().end(step(1))]);
    const ledger = await readLedger(redis, guildId);
    expect(ledger.credits.map(({ reason, points }) => [reason, points])).toEqual([["http.single", 4]]);
    expect(ledgerErrors(ledger)).toEqual([]);
    expect(await newProcess().end(step(1))).toMatchObject({ show: "summary", points: 4 });
    // Recorded by three processes, counted once.
    expect(await createActivityStore(redis).list(userId)).toEqual([{ day: "2026-11-22", answers: 1 }]);
  });

  it("counts the first of 20 simultaneous answers", async () => {
    await newProcess().start(learner, async () => quiz);
    const screens = await Promise.all(
      Array.from({ length: 20 }, (_, index) => newProcess().answer(step(0), [index % 2 === 0 ? "post" : "again"])),
    );
    await Promise.all(screens.map((screen) => (screen.show === "feedback" ? screen.settle() : undefined)));

    const verdicts = screens.map((screen) => screen.show === "feedback" && screen.answer.correct);
    expect(new Set(verdicts).size).toBe(1);
    expect((await readLedger(redis, guildId)).credits).toHaveLength(verdicts[0] ? 1 : 0);
    expect((await createLearnerStore(redis).history(userId)).get("http.single")?.attempts).toBe(1);
  });

  it("earns nothing for a question answered correctly earlier in the season", async () => {
    const learning = createLearningService({ learners: createLearnerStore(redis), ratings: createRatingStore(redis) });
    const daily = { question: questions.single(), correct: true, at: now - SECOND, mode: "daily" } as const;
    await learning.record(userId, [daily]);
    await newProcess().start(learner, async () => quiz);
    await newProcess().answer(step(0), ["again"]);
    expect(await newProcess().end(step(1))).toMatchObject({ points: 0 });

    now += SECOND;
    await createLeaderboardStore(redis).closeSeason(guildId, 1, now);
    await newProcess().start({ ...learner, id: "next" }, async () => ({ ...quiz, id: "next", seasonStart: now }));
    await newProcess().answer({ ...step(0), quizId: "next" }, ["again"]);
    expect(await newProcess().end({ ...step(1), quizId: "next" })).toMatchObject({ points: 4 });
  });

  it("starts once when several processes start one at the same time", async () => {
    const started = await Promise.all(
      ["one", "two", "three"].map((id) => newProcess().start({ ...learner, id }, async () => ({ ...quiz, id }))),
    );
    expect(new Set(started.map((screen) => screen?.quiz.id)).size).toBe(1);
  });

  it("looks the same from two processes that handle the same click", async () => {
    const started = await Promise.all([1, 2].map(() => newProcess().start(learner, async () => quiz)));
    expect(started.map((screen) => screen?.show === "question" && screen.notice)).toEqual([undefined, undefined]);
    const answered = await Promise.all([1, 2].map(() => newProcess().answer(step(0), ["post"])));
    expect(answered).toMatchObject([{ alreadyAnswered: false }, { alreadyAnswered: false }]);
    expect(await newProcess().answer(step(0), ["again"])).toMatchObject({
      alreadyAnswered: true,
      answer: { correct: false },
    });
    now += 4 * SECOND;
    expect(await newProcess().answer(step(0), ["post"])).toMatchObject({ alreadyAnswered: true });

    await newProcess().end(step(0));
    const retried = await Promise.all([1, 2].map(() => newProcess().retry(step(0), "retry")));
    expect(retried).toMatchObject([
      { show: "question", quiz: { id: "retry" } },
      { show: "question", quiz: { id: "retry" } },
    ]);
  });

  it("rejects a click on a question that another one has replaced", async () => {
    const questionIds = ["http.single", "http.other", "http.third"];
    const items = questionIds.map((questionId) => ({ questionId, rev: 1, rating: { difficulty: 0, answers: 0 } }));
    const alike = { ...quiz, items };
    const first = await newProcess().start(learner, async () => alike);
    open = ["http.single"];
    expect(await newProcess().next(step(0, alike))).toMatchObject({ question: { id: "http.other" }, position: 0 });
    expect(first?.show).toBe("question");
    await expect(newProcess().answer(step(0, alike), ["again"])).rejects.toMatchObject({ code: "button-outdated" });
    const { quiz: now } = await createQuizStore(redis).load(userId);
    expect(now?.answers).toEqual([]);
  });

  it("skips questions that are open in another of the learner's guilds", async () => {
    openElsewhere = ["http.single"];
    expect(await newProcess().start(learner, async () => quiz)).toMatchObject({ question: { id: "http.short" } });
    openElsewhere = ["http.single", "http.short"];
    expect(await newProcess().next(step(0))).toMatchObject({ question: { id: "http.order" } });
    openElsewhere = ["http.single", "http.short", "http.order"];
    expect(await newProcess().next(step(0))).toMatchObject({ show: "summary", results: [] });
  });

  it("skips a question that is posted while it's on screen, and records nothing", async () => {
    await newProcess().start(learner, async () => quiz);
    open = ["http.single"];
    const skipped = await newProcess().answer(step(0), ["again"]);
    expect(skipped).toMatchObject({ show: "question", notice: "skipped", position: 0, question: { id: "http.short" } });
    openElsewhere = ["http.short"];
    const next = await newProcess().answer({ ...step(1), position: 0 }, ["etag"]);
    expect(next).toMatchObject({ show: "question", notice: "skipped", position: 0, question: { id: "http.order" } });
    open = ["http.order"];
    expect(await newProcess().answer({ ...step(2), position: 0 }, ["resolve", "connect", "secure"])).toMatchObject({
      show: "summary",
      results: [],
    });
    expect(await createLearnerStore(redis).history(userId)).toEqual(new Map());
    expect((await readLedger(redis, guildId)).credits).toEqual([]);
  });

  it("still shows the feedback on an answer given before the question was posted", async () => {
    await newProcess().start(learner, async () => quiz);
    await newProcess().answer(step(0), ["again"]);
    open = ["http.single"];
    expect(await newProcess().answer(step(0), ["again"])).toMatchObject({ show: "feedback", alreadyAnswered: false });
  });

  it("asks again for an ambiguous number", async () => {
    const number = { ...quiz, items: [{ questionId: "http.number", rev: 1, rating: { difficulty: 0, answers: 0 } }] };
    await newProcess().start(learner, async () => number);
    await expect(newProcess().answer(step(0, number), ["1,024"])).rejects.toMatchObject({ code: "number-ambiguous" });
    expect((await createQuizStore(redis).load(userId)).quiz?.answers).toEqual([]);
    expect(await newProcess().answer(step(0, number), ["1 024"])).toMatchObject({ answer: { correct: true } });
  });

  it("continues without a question that was removed from the bank", async () => {
    const lost = { questionId: "http.lost", rev: 1, rating: { difficulty: 0, answers: 0 } };
    const items = [...quiz.items.slice(0, 1), lost];
    await createQuizStore(redis).save(userId, undefined, { ...quiz, items });
    now += SECOND;
    expect(await newProcess().answer(step(0), ["again"])).toMatchObject({ show: "feedback" });
    expect(await newProcess().next(step(0))).toMatchObject({ show: "summary", results: [{ correct: true }] });
  });

  it("records nothing for an answer it can't read", async () => {
    const order = { ...quiz, items: quiz.items.slice(2) };
    await newProcess().start(learner, async () => order);
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

describe("a click in an outdated quiz", () => {
  const another = { ...quiz, id: "byi5ok84s8w1" };

  it("is rejected if the quiz doesn't have the option or question", async () => {
    const { start, answer } = newProcess();
    await start(learner, async () => quiz);
    await expect(answer(step(0), ["nonsense"])).rejects.toMatchObject({ code: "button-outdated" });
    await expect(answer(step(0, another), ["again"])).rejects.toMatchObject({ code: "quiz-over" });
  });

  it("retries the missed questions once, and only those of the latest ended quiz", async () => {
    const { start, answer, end, retry } = newProcess();
    const at = { userId, guildId, quizId: quiz.id };
    await start(learner, async () => quiz);
    await answer(step(0), ["stop"]);
    expect(await retry(at, "r1")).toMatchObject({ show: "question", quiz: { id: quiz.id, retry: false } });
    await end(at);
    expect(await retry(at, "r1")).toMatchObject({ show: "question", quiz: { id: "r1", retry: true } });
    expect(await retry(at, "r1")).toMatchObject({ quiz: { id: "r1" } });
    await expect(retry(at, "r2")).rejects.toMatchObject({ code: "quiz-over" });
  });

  it("starts another quiz if the last one is idle", async () => {
    const { start } = newProcess();
    await start(learner, async () => quiz);
    now += 31 * MINUTE;
    const fresh = { ...another, shownAt: now };
    expect(await start({ ...learner, id: another.id }, async () => fresh)).toMatchObject({ quiz: { id: another.id } });
  });
});
