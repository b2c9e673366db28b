import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seedRating } from "../../../src/features/learning/mastery-rules.ts";
import {
  applyOutcomes,
  type LearnerState,
  newCard,
  type Outcome,
  type Recall,
  reviewCard,
} from "../../../src/features/learning/rules.ts";
import { DAY, HOUR, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const question = questions.single();
const start = 1_795_000_000_000;
const nothing: LearnerState = { history: new Map(), mastery: new Map() };

/** The learner after these outcomes, recorded one by one. */
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
  it("keeps the first attempt, counts the others", () => {
    const seen = historyAfter({ correct: false, at: start, mode: "daily" }, { correct: true, at: start + DAY });
    expect(seen).toMatchObject({
      first: { correct: false, at: start, mode: "daily" },
      lastAt: start + DAY,
      attempts: 2,
    });
  });

  it("takes an outcome once however often it is told, and none that is older than what is known", () => {
    const [early, late] = [
      { correct: false, at: start },
      { correct: true, at: start + DAY },
    ];
    expect(learnerAfter(early, late, late, early)).toEqual(learnerAfter(early, late));
  });

  it("starts over with a new revision", () => {
    const revised = questions.single({ rev: 2 });
    const known = learnerAfter({ correct: false, at: start });
    const { history: seen } = applyOutcomes(
      known,
      [{ question: revised, mode: "quiz", correct: true, at: start + DAY }],
      seedRating,
    );
    expect(seen.get(question.id)).toEqual({
      rev: 2,
      first: { correct: true, at: start + DAY, mode: "quiz" },
      lastAt: start + DAY,
      attempts: 1,
      correctAt: start + DAY,
    });
  });

  it("lets only a first attempt say how hard a question is, and no retry what a learner can", () => {
    const outcome: Outcome = { question, mode: "quiz", correct: true, at: start };
    expect(applyOutcomes(nothing, [outcome], seedRating).ratingChanges).toHaveLength(1);

    const known = learnerAfter(outcome);
    const retried = applyOutcomes(known, [{ ...outcome, at: start + SECOND, retry: true }], seedRating);
    expect(retried.ratingChanges).toEqual([]);
    expect(retried.mastery.size).toBe(0);
  });
});

describe("cards", () => {
  it("are made of what was missed, slow or right only on a retry, in any mode", () => {
    expect(historyAfter({ correct: true, at: start })?.card).toBeUndefined();
    expect(historyAfter({ correct: false, at: start, mode: "daily" })?.card).toBeDefined();
    expect(historyAfter({ correct: true, at: start, slow: true })?.card).toBeDefined();
    expect(historyAfter({ correct: true, at: start, retry: true })?.card).toBeDefined();
  });

  it("come back sooner after a miss than after an unsure answer, and later with every sure one", () => {
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

  it("are the same whenever the same answers are told", () => {
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

  it("sets a later due time the better the answer", () => {
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

  it("survives twenty misses in one hour", () => {
    let card = newCard("missed", start);
    for (let miss = 1; miss <= 20; miss += 1)
      card = reviewCard(card, "missed", start + miss * 60_000, start + (miss - 1) * 60_000) ?? card;
    expect(reviewCard(card, "sure", start + DAY, start)?.due).toBeGreaterThan(start + DAY);
  });
});
