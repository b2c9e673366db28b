import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadBank } from "../../../src/bank/load.ts";
import type { QuestionHistory } from "../../../src/features/learning/rules.ts";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import {
  creditedPoints,
  earnsPoints,
  idleAt,
  isComplete,
  pickQuiz,
  type Quiz,
  type QuizAnswer,
  type QuizPool,
  quizCredits,
  quizSeed,
  tagOf,
  withoutUpcoming,
} from "../../../src/features/quiz/rules.ts";
import { DAY, HOUR, MINUTE } from "../../../src/platform/time.ts";
import { banksWithEnemies, enemyPairs } from "../../support/enemies.ts";
import { questions } from "../../support/questions.ts";

const now = Date.UTC(2026, 10, 22, 12);
const NO_RATING = { difficulty: 0, answers: 0 };
const typed = (id: string, difficulty: 1 | 2 | 3 = 2) => questions.short({ id: `http.${id}`, difficulty });
const seenAt = (lastAt: number): QuestionHistory => ({
  rev: 1,
  first: { correct: true, at: 0, mode: "quiz" },
  lastAt,
  attempts: 1,
});

function pool(over: Partial<QuizPool>): QuizPool {
  return {
    questions: [],
    history: new Map(),
    mastery: new Map(),
    ratings: new Map(),
    excluded: new Set(),
    avoided: new Set(),
    count: 5,
    seed: "a",
    ...over,
  };
}
const picked = (over: Partial<QuizPool>) => pickQuiz(pool(over)).map(({ id }) => id);

describe("the questions of a quiz", () => {
  it("are unseen ones first, then the least recently seen", () => {
    const history = new Map([
      ["http.old", seenAt(now - 30 * DAY)],
      ["http.new", seenAt(now - DAY)],
    ]);
    const all = [typed("new"), typed("old"), typed("unseen")];
    expect(picked({ questions: all, history })).toEqual(["http.unseen", "http.old", "http.new"]);
  });

  it("include ones that are open elsewhere only if there are too few others", () => {
    const all = [typed("open"), typed("seen"), typed("unseen")];
    const history = new Map([["http.seen", seenAt(now - DAY)]]);
    const avoided = new Set(["http.open"]);
    expect(picked({ questions: all, history, avoided, count: 2 })).toEqual(["http.unseen", "http.seen"]);
    expect(picked({ questions: all, history, avoided })).toEqual(["http.unseen", "http.seen", "http.open"]);
  });

  it("are those the learner is expected to answer correctly three to four times in five", () => {
    const ratings = new Map(
      [-4, -2.4, -1.4, 0, 2].map((difficulty, index) => [`http.q${index}`, { difficulty, answers: 9 }]),
    );
    const all = [...ratings.keys()].map((id) => questions.short({ id }));
    expect(picked({ questions: all, ratings, count: 1 })).toEqual(["http.q2"]);
    const mastery: QuizPool["mastery"] = new Map([["http", { ability: 1.4, answers: 20 }]]);
    expect(picked({ questions: all, ratings, mastery, count: 1 })).toEqual(["http.q3"]);
  });

  it("exclude the given ones, contain no duplicates and depend only on the seed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 3, max: 20 }),
        fc.string(),
        (size, count, seed) => {
          const all = Array.from({ length: size }, (_, index) => typed(`q${index}`));
          const excluded = new Set(all.slice(0, 3).map(({ id }) => id));
          const ids = picked({ questions: all, excluded, count, seed });
          expect(ids).toHaveLength(Math.min(count, Math.max(0, size - 3)));
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.some((id) => excluded.has(id))).toBe(false);
          expect(picked({ questions: all, excluded, count, seed })).toEqual(ids);
        },
      ),
    );
  });
});

describe("enemies", () => {
  it("never meet in a quiz, which is shortened instead", () => {
    const all = [typed("a"), questions.short({ id: "http.b", enemies: ["http.a"] }), typed("c")];
    const history = new Map([["http.b", seenAt(now - DAY)]]);
    expect(picked({ questions: all, history }).sort()).toEqual(["http.a", "http.c"]);
    expect(picked({ questions: all, history, excluded: new Set(["http.a"]) })).toEqual(["http.c", "http.b"]);
  });

  it.each([
    ["random banks", banksWithEnemies],
    ["the built-in bank", fc.constant(loadBank({ content: "content" }))],
  ])("never meet in a quiz from %s", (_, banks) => {
    fc.assert(
      fc.property(banks, fc.string(), fc.integer({ min: 3, max: 20 }), (all, seed, count) => {
        const quiz = pickQuiz(pool({ questions: all, seed, count }));
        expect(enemyPairs(quiz)).toEqual([]);
        expect(quiz.length).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a quiz", () => {
  const quiz: Quiz = {
    ...{ id: "q1", kind: "quiz", seed: "secret", guildId: "1", zone: "Europe/Berlin", retry: false },
    items: ["http.a", "http.b", "http.c"].map((questionId) => ({ questionId, rev: 1, rating: NO_RATING })),
    ...{ answers: [], shownAt: now, ended: false, version: 1 },
  };
  const answer = (at: number, earns = true): QuizAnswer => ({ response: ["x"], correct: earns, at, earns });

  it("orders each question's options by its secret seed", () => {
    expect([quizSeed(quiz, 0), quizSeed(quiz, 2)]).toEqual(["secret/0", "secret/2"]);
  });

  it("identifies its questions by short tags", () => {
    const tags = quiz.items.map(tagOf);
    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) expect(tag).toMatch(/^[a-z0-9]{1,5}$/);
  });

  it.each([
    [[], now],
    [[now - 9, now - 5], now],
    [[now - 9, now - 5, now + 5], now + 5],
  ])("with answers at %j ends 30 minutes after %i", (times, last) => {
    expect(idleAt({ ...quiz, answers: times.map((at) => answer(at)) })).toBe(last + 30 * MINUTE);
  });

  it("is complete once every question is answered", () => {
    const answers = [answer(1), answer(2), answer(3)];
    expect([1, 2, 3].map((count) => isComplete({ ...quiz, answers: answers.slice(0, count) }))).toEqual([
      ...[false, false, true],
    ]);
    expect(isComplete({ items: [], answers: [] })).toBe(true);
  });

  it("earns points for the first correct answer to a question per season, and none in a retry", () => {
    const correctAt = (at: number) => ({ ...seenAt(at), correctAt: at });
    expect(earnsPoints({ retry: false }, undefined)).toBe(true);
    expect(earnsPoints({ retry: false }, seenAt(now))).toBe(true);
    expect(earnsPoints({ retry: false }, correctAt(now))).toBe(false);
    expect(earnsPoints({ retry: false, seasonStart: now }, correctAt(now - 1))).toBe(true);
    expect(earnsPoints({ retry: false, seasonStart: now }, correctAt(now))).toBe(false);
    expect(earnsPoints({ retry: true }, undefined)).toBe(false);
  });

  it("can drop upcoming items but no answered ones", () => {
    const some = { ...quiz, answers: [answer(1)] };
    const isAOrC = ({ questionId }: { questionId: string }) => questionId !== "http.b";
    expect(withoutUpcoming(some, isAOrC).items.map(({ questionId }) => questionId)).toEqual(["http.a", "http.b"]);
    expect(withoutUpcoming(some, () => false)).toEqual(some);
    expect(withoutUpcoming(some, () => true).items.map(({ questionId }) => questionId)).toEqual(["http.a"]);
  });

  it("credits each answer that earns points on the day it was given, within the daily cap", () => {
    const bank = createBank([questions.single({ id: "http.a", difficulty: 3 }), questions.single({ id: "http.b" })]);
    const midnight = Date.UTC(2026, 10, 22, 23);
    const answers = [answer(midnight - 1), answer(midnight), answer(midnight + 1), answer(midnight + 2)];
    const shared = { userId: "7", topic: "http", dailyCap: 60 };
    expect(quizCredits("7", { ...quiz, answers }, bank)).toEqual([
      { ...shared, reason: "http.a", points: 6, at: midnight - 1, day: "2026-11-22" },
      { ...shared, reason: "http.b", points: 4, at: midnight, day: "2026-11-23" },
    ]);
    expect(quizCredits("7", { ...quiz, answers: [answer(now, false), answer(now)] }, bank)).toMatchObject([
      { reason: "http.b" },
    ]);
    expect(quizCredits("7", { ...quiz, answers, retry: true }, bank)).toEqual([]);
    const { guildId: _, ...direct } = quiz;
    expect(quizCredits("7", { ...direct, answers }, bank)).toEqual([]);
  });

  it("counts only the points credited for its own answers", () => {
    const earned = [1, 2, 3].map((at) => ({ ...{ userId: "7", reason: `q${at}`, points: 4, at, day: "2026-11-22" } }));
    const credited = [
      { points: 4, at: 1 },
      { points: 4, at: 99 },
      { points: 2, at: 3 },
    ];
    expect(creditedPoints(earned, credited)).toBe(6);
    expect(creditedPoints([], credited)).toBe(0);
  });
});

it("questions seen on the same day are picked at random", () => {
  const day = Math.floor(now / DAY) * DAY;
  const all = Array.from({ length: 12 }, (_, index) => typed(`q${index}`));
  const history = new Map(all.map(({ id }, index) => [id, seenAt(day + index * HOUR)]));
  const orders = ["a", "b", "c"].map((seed) => picked({ questions: all, history, count: 12, seed }));
  expect(new Set(orders.map((order) => order.join())).size).toBe(3);
  for (const order of orders) expect(order).not.toEqual(all.map(({ id }) => id));
  const reversed = picked({ questions: all.toReversed(), history, count: 12, seed: "a" });
  expect(reversed).not.toEqual(orders[0]);
});
