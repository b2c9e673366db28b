import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QuestionHistory } from "../../../src/features/learning/rules.ts";
import { pickQuiz, type QuizPool } from "../../../src/features/quiz/rules.ts";
import { dueCards, outlook } from "../../../src/features/review/rules.ts";
import { DAY, HOUR } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const now = Date.UTC(2026, 10, 22, 12);
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

  it("are ones that are open elsewhere only if there are too few others", () => {
    const all = [typed("open"), typed("seen"), typed("unseen")];
    const history = new Map([["http.seen", seenAt(now - DAY)]]);
    const avoided = new Set(["http.open"]);
    expect(picked({ questions: all, history, avoided, count: 2 })).toEqual(["http.unseen", "http.seen"]);
    expect(picked({ questions: all, history, avoided })).toEqual(["http.unseen", "http.seen", "http.open"]);
  });

  it("are those the learner is expected to get three to four times in five", () => {
    const ratings = new Map(
      [-4, -2.4, -1.4, 0, 2].map((difficulty, index) => [`http.q${index}`, { difficulty, answers: 9 }]),
    );
    const all = [...ratings.keys()].map((id) => questions.short({ id }));
    expect(picked({ questions: all, ratings, count: 1 })).toEqual(["http.q2"]);
    const mastery: QuizPool["mastery"] = new Map([["http", { ability: 1.4, answers: 20 }]]);
    expect(picked({ questions: all, ratings, mastery, count: 1 })).toEqual(["http.q3"]);
  });

  it("are never excluded ones, never twice the same, and the same for the same seed", () => {
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

describe("what is due", () => {
  const card = (due: number): QuestionHistory => ({
    ...seenAt(0),
    card: { due, stability: 1, difficulty: 5 },
  });
  const seen = new Map([
    ["http.later", card(now - HOUR)],
    ["http.first", card(now - DAY)],
    ["http.evening", card(now + 6 * HOUR)],
    ["http.tomorrow", card(now + DAY)],
    ["http.week", card(now + 7 * DAY)],
    ["http.none", seenAt(0)],
  ]);

  it("comes with the longest due first", () => {
    expect(dueCards(seen, now)).toEqual(["http.first", "http.later"]);
  });

  it("is counted by the days of the zone", () => {
    expect(outlook(seen, now, "UTC")).toEqual({ now: 2, today: 3, tomorrow: 1, next: now + 6 * HOUR });
    expect(outlook(seen, now, "Asia/Tokyo")).toMatchObject({ now: 2, today: 2, tomorrow: 2 });
    expect(outlook(new Map(), now, "UTC")).toEqual({ now: 0, today: 0, tomorrow: 0 });
  });
});
