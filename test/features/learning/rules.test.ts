import { describe, expect, it } from "vitest";
import { seedRating } from "../../../src/features/learning/mastery-rules.ts";
import { applyOutcomes, type LearnerState, type Outcome } from "../../../src/features/learning/rules.ts";
import { DAY, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const question = questions.single();
const start = 1_795_000_000_000;
const nothing: LearnerState = { history: new Map(), mastery: new Map() };

/** What is known after these outcomes, each told on its own. */
function knownAfter(...outcomes: (Partial<Outcome> & { correct: boolean; at: number })[]): LearnerState {
  return outcomes.reduce<LearnerState>((known, outcome) => {
    const learnt = applyOutcomes(known, [{ question, mode: "quiz", ...outcome }], seedRating);
    return {
      history: new Map([...known.history, ...learnt.history]),
      mastery: new Map([...known.mastery, ...learnt.mastery]),
    };
  }, nothing);
}

const seenAfter = (...outcomes: Parameters<typeof knownAfter>) => knownAfter(...outcomes).history.get(question.id);

describe("what a learner has seen", () => {
  it("keeps the first attempt, counts the others", () => {
    const seen = seenAfter({ correct: false, at: start, mode: "daily" }, { correct: true, at: start + DAY });
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
    expect(knownAfter(early, late, late, early)).toEqual(knownAfter(early, late));
  });

  it("starts over with a new revision", () => {
    const revised = questions.single({ rev: 2 });
    const known = knownAfter({ correct: false, at: start });
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

    const known = knownAfter(outcome);
    const retried = applyOutcomes(known, [{ ...outcome, at: start + SECOND, retry: true }], seedRating);
    expect(retried.ratingChanges).toEqual([]);
    expect(retried.mastery.size).toBe(0);
  });
});

describe("cards", () => {
  it("are made of what was missed, slow or right only on a retry, in any mode", () => {
    expect(seenAfter({ correct: true, at: start })?.card).toBeUndefined();
    expect(seenAfter({ correct: false, at: start, mode: "daily" })?.card).toBeDefined();
    expect(seenAfter({ correct: true, at: start, slow: true })?.card).toBeDefined();
    expect(seenAfter({ correct: true, at: start, retry: true })?.card).toBeDefined();
  });

  it("come back sooner after a miss than after an unsure answer, and later with every sure one", () => {
    const missed = seenAfter({ correct: false, at: start })?.card;
    const unsure = seenAfter({ correct: true, slow: true, at: start })?.card;
    expect(missed?.due).toBeGreaterThan(start);
    expect(missed?.due ?? 0).toBeLessThanOrEqual(unsure?.due ?? 0);

    const first = missed?.due ?? 0;
    const second = seenAfter({ correct: false, at: start }, { correct: true, at: first })?.card?.due ?? 0;
    const third =
      seenAfter({ correct: false, at: start }, { correct: true, at: first }, { correct: true, at: second })?.card
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
    expect(seenAfter(...outcomes)).toEqual(seenAfter(...outcomes));
    expect(seenAfter(...outcomes)?.card).toBeDefined();
  });
});
