import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_MASTERY, rate, seedRating } from "../../../src/features/learning/mastery-rules.ts";
import {
  applyOutcomes,
  isNew,
  isSlow,
  type LearnerState,
  newCard,
  type Outcome,
  type Recall,
  reviewCard,
  withCard,
} from "../../../src/features/learning/rules.ts";
import { DAY, HOUR, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const question = questions.single();
const start = 1_795_000_000_000;
const nothing: LearnerState = { history: new Map(), mastery: new Map() };

/** The learner's history after recording these outcomes one by one. */
function learnerAfter(...outcomes: (Partial<Outcome> & { correct: boolean; at: number })[]): LearnerState {
  return outcomes.reduce<LearnerState>((learner, outcome) => {
    const changes = applyOutcomes(learner, [{ question, mode: "quiz", ...outcome }], seedRating);
    return {
      history: new Map([...learner.history, ...changes.history]),
      mastery: new Map([...learner.mastery, ...changes.mastery]),
    };
  }, nothing);
}

const historyAfter = (...outcomes: Parameters<typeof learnerAfter>) =>
  learnerAfter(...outcomes).history.get(question.id);

describe("applyOutcomes", () => {
  it("keeps the first attempt and counts the others", () => {
    const history = historyAfter({ correct: false, at: start, mode: "daily" }, { correct: true, at: start + DAY });
    expect(history).toMatchObject({
      rev: 1,
      first: { correct: false, at: start, mode: "daily" },
      lastAt: start + DAY,
      attempts: 2,
      correctAt: start + DAY,
    });
  });

  it("ignores an outcome that isn't newer than the history", () => {
    const [early, late] = [
      { correct: false, at: start },
      { correct: true, at: start + DAY },
    ];
    expect(learnerAfter(early, late, late, early)).toEqual(learnerAfter(early, late));
    expect(isNew(undefined, { at: 5 })).toBe(true);
    expect([4, 5, 6].map((at) => isNew({ lastAt: 5 }, { at }))).toEqual([false, false, true]);
  });

  it("applies outcomes in order of time, even if they arrive in another order", () => {
    const other = questions.single({ id: "http.other" });
    const outcomes: Outcome[] = [
      { question, mode: "quiz", correct: true, at: start + 2 },
      { question: other, mode: "quiz", correct: false, at: start + 1 },
      { question, mode: "quiz", correct: false, at: start },
    ];
    const changes = applyOutcomes(nothing, outcomes, seedRating);
    expect(changes.history.get(question.id)).toMatchObject({ attempts: 2, first: { correct: false, at: start } });
    expect(changes.mastery.get("http")?.answers).toBe(3);
    const oneByOne = outcomes
      .toReversed()
      .map(({ question: asked, correct, at }) => ({ question: asked, correct, at }));
    expect(changes.mastery).toEqual(learnerAfter(...oneByOne).mastery);
  });

  it("starts over with a new revision", () => {
    const learner = learnerAfter({ correct: false, at: start });
    const outcome: Outcome = { question: questions.single({ rev: 2 }), mode: "quiz", correct: true, at: start + DAY };
    const { history, ratingChanges } = applyOutcomes(learner, [outcome], seedRating);
    expect(history.get(question.id)).toEqual({
      rev: 2,
      first: { correct: true, at: start + DAY, mode: "quiz" },
      lastAt: start + DAY,
      attempts: 1,
      correctAt: start + DAY,
    });
    expect(ratingChanges).toHaveLength(1);
  });

  it("changes a question's difficulty only on a first attempt", () => {
    const outcome: Outcome = { question, mode: "quiz", correct: true, at: start };
    const rating = { difficulty: 2, answers: 3 };
    const { ratingChanges, mastery } = applyOutcomes(nothing, [outcome], () => rating);
    const [ability, harder] = rate(NO_MASTERY, rating, 1 / 3, true);
    expect(ratingChanges).toEqual([{ question, by: harder.difficulty - 2 }]);
    expect(mastery.get("http")).toEqual(ability);

    const again = { ...outcome, at: start + SECOND };
    const second = applyOutcomes(learnerAfter(outcome), [again], seedRating);
    expect(second.ratingChanges).toEqual([]);
    expect(second.mastery.get("http")?.answers).toBe(2);
    const retried = applyOutcomes(learnerAfter(outcome), [{ ...again, retry: true }], seedRating);
    expect(retried.ratingChanges).toEqual([]);
    expect(retried.mastery.size).toBe(0);
  });

  it("remembers the last correct answer that wasn't a retry", () => {
    const correct = { correct: true, at: start };
    const later = (over: Partial<Outcome>) => historyAfter(correct, { correct: true, at: start + DAY, ...over });
    expect(later({})?.correctAt).toBe(start + DAY);
    expect(later({ correct: false })?.correctAt).toBe(start);
    expect(later({ retry: true })?.correctAt).toBe(start);
    expect(historyAfter({ correct: false, at: start })).not.toHaveProperty("correctAt");
    expect(historyAfter({ correct: false, retry: true, at: start })).not.toHaveProperty("correctAt");
  });
});

describe("withCard", () => {
  it("adds a card as if the answer had been unsure, and keeps an existing card", () => {
    const history = historyAfter({ correct: true, at: start });
    const missed = historyAfter({ correct: false, at: start });
    if (!history || !missed) throw new Error("no history");
    expect(withCard(history)).toEqual({ ...history, card: newCard("unsure", start) });
    expect(withCard(missed)).toEqual(missed);
  });
});

it("an answer is slow after 60, 90 and 120 seconds, depending on the difficulty", () => {
  for (const [difficulty, seconds] of [
    [1, 60],
    [2, 90],
    [3, 120],
  ] as const)
    expect([0, 1].map((more) => isSlow({ difficulty }, seconds * SECOND + more))).toEqual([false, true]);
});

describe("review cards", () => {
  it("are added for missed, slow and retried answers, in any mode", () => {
    expect(historyAfter({ correct: true, at: start })?.card).toBeUndefined();
    expect(historyAfter({ correct: false, at: start, mode: "daily" })?.card).toBeDefined();
    expect(historyAfter({ correct: true, at: start, slow: true })?.card).toBeDefined();
    expect(historyAfter({ correct: true, at: start, retry: true })?.card).toBeDefined();
  });

  it("are due sooner after a miss than after an unsure answer, and later after each confident one", () => {
    const missed = historyAfter({ correct: false, at: start })?.card;
    const unsure = historyAfter({ correct: true, slow: true, at: start })?.card;
    expect(missed?.due).toBeGreaterThan(start);
    expect(missed?.due ?? 0).toBeLessThanOrEqual(unsure?.due ?? 0);

    const first = missed?.due ?? 0;
    const second = historyAfter({ correct: false, at: start }, { correct: true, at: first })?.card?.due ?? 0;
    const third =
      historyAfter({ correct: false, at: start }, { correct: true, at: first }, { correct: true, at: second })?.card
        ?.due ?? 0;
    expect(second - first).toBeGreaterThan(first - start);
    expect(third - second).toBeGreaterThan(second - first);
  });

  it("are the same for the same answers", () => {
    const outcomes = [
      { correct: false, at: start },
      { correct: true, at: start + 2 * DAY },
      { correct: false, at: start + 9 * DAY },
    ];
    expect(historyAfter(...outcomes)).toEqual(historyAfter(...outcomes));
    expect(historyAfter(...outcomes)?.card).toBeDefined();
  });
});

describe("reviewCard", () => {
  it("adds no card for a correct and fast first answer", () => {
    expect(reviewCard(undefined, "sure", start, undefined)).toBeUndefined();
    expect(reviewCard(undefined, "missed", start, undefined)?.due).toBeGreaterThan(start);
  });

  it("makes a card due when 90% are expected to remember it, at least a day later", () => {
    let card = newCard("missed", start);
    let last = start;
    expect(card.due).toBe(start + DAY);
    for (let review = 1; review <= 8; review += 1) {
      const at = card.due;
      card = reviewCard(card, "sure", at, last) ?? card;
      last = at;
      // FSRS calls these days stability, and adds one if an unsure answer would be due on the same day.
      const days = Math.max(Math.round(card.stability), 1);
      expect([days, days + 1]).toContain((card.due - at) / DAY);
    }
    expect(card.due - last).toBeGreaterThan(100 * DAY);
  });

  it("sets a later due time for a better answer", () => {
    const card = newCard("missed", start);
    const due = (recall: Recall) => reviewCard(card, recall, start + DAY, start)?.due ?? 0;
    expect(due("missed")).toBeLessThan(due("unsure"));
    expect(due("unsure")).toBeLessThanOrEqual(due("sure"));
  });

  it("handles any answers at any times", () => {
    const answers = fc.array(
      fc.record({
        recall: fc.constantFrom<Recall[]>("sure", "unsure", "missed"),
        after: fc.integer({ min: 0, max: 72 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(answers, (given) => {
        let at = start;
        let last = at;
        let card = newCard("missed", at);
        for (const { recall, after } of [...given, { recall: "missed" as const, after: 0 }]) {
          at += after * HOUR;
          card = reviewCard(card, recall, at, last) ?? card;
          last = at;
          expect(card.stability).toBeGreaterThan(0);
          expect(card.due).toBeGreaterThan(at);
        }
      }),
    );
  });

  it("handles twenty misses in one hour", () => {
    let card = newCard("missed", start);
    for (let miss = 1; miss <= 20; miss += 1)
      card = reviewCard(card, "missed", start + miss * 60_000, start + (miss - 1) * 60_000) ?? card;
    expect(reviewCard(card, "sure", start + DAY, start)?.due).toBeGreaterThan(start + DAY);
  });
});
