import { describe, expect, it } from "vitest";
import { seedRating } from "../../../src/features/learning/mastery-rules.ts";
import { type Known, learn, type Outcome } from "../../../src/features/learning/rules.ts";
import { DAY, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const question = questions.single();
const start = 1_795_000_000_000;
const nothing: Known = { seen: new Map(), mastery: new Map() };

/** What is known after these outcomes, each told on its own. */
function knownAfter(...outcomes: (Partial<Outcome> & { right: boolean; at: number })[]): Known {
  return outcomes.reduce<Known>((known, outcome) => {
    const learnt = learn(known, [{ question, mode: "quiz", ...outcome }], seedRating);
    return {
      seen: new Map([...known.seen, ...learnt.seen]),
      mastery: new Map([...known.mastery, ...learnt.mastery]),
    };
  }, nothing);
}

const seenAfter = (...outcomes: Parameters<typeof knownAfter>) => knownAfter(...outcomes).seen.get(question.id);

describe("what a learner has seen", () => {
  it("keeps the first attempt, counts the others", () => {
    const seen = seenAfter({ right: false, at: start, mode: "daily" }, { right: true, at: start + DAY });
    expect(seen).toMatchObject({
      first: { right: false, at: start, mode: "daily" },
      lastAt: start + DAY,
      times: 2,
    });
  });

  it("takes an outcome once however often it is told, and none that is older than what is known", () => {
    const [early, late] = [
      { right: false, at: start },
      { right: true, at: start + DAY },
    ];
    expect(knownAfter(early, late, late, early)).toEqual(knownAfter(early, late));
  });

  it("begins anew with a new revision", () => {
    const revised = questions.single({ rev: 2 });
    const known = knownAfter({ right: false, at: start });
    const { seen } = learn(known, [{ question: revised, mode: "quiz", right: true, at: start + DAY }], seedRating);
    expect(seen.get(question.id)).toEqual({
      rev: 2,
      first: { right: true, at: start + DAY, mode: "quiz" },
      lastAt: start + DAY,
      times: 1,
      rightAt: start + DAY,
    });
  });

  it("lets only a first attempt say how hard a question is, and no retry what a learner can", () => {
    const outcome: Outcome = { question, mode: "quiz", right: true, at: start };
    expect(learn(nothing, [outcome], seedRating).moves).toHaveLength(1);

    const known = knownAfter(outcome);
    const retried = learn(known, [{ ...outcome, at: start + SECOND, retry: true }], seedRating);
    expect(retried.moves).toEqual([]);
    expect(retried.mastery.size).toBe(0);
  });
});

describe("cards", () => {
  it("are made of what was missed, slow or right only on a retry, in any mode", () => {
    expect(seenAfter({ right: true, at: start })?.card).toBeUndefined();
    expect(seenAfter({ right: false, at: start, mode: "daily" })?.card).toBeDefined();
    expect(seenAfter({ right: true, at: start, slow: true })?.card).toBeDefined();
    expect(seenAfter({ right: true, at: start, retry: true })?.card).toBeDefined();
  });

  it("come back sooner after a miss than after an unsure answer, and later with every sure one", () => {
    const missed = seenAfter({ right: false, at: start })?.card;
    const unsure = seenAfter({ right: true, slow: true, at: start })?.card;
    expect(missed?.due).toBeGreaterThan(start);
    expect(missed?.due ?? 0).toBeLessThanOrEqual(unsure?.due ?? 0);

    const first = missed?.due ?? 0;
    const second = seenAfter({ right: false, at: start }, { right: true, at: first })?.card?.due ?? 0;
    const third =
      seenAfter({ right: false, at: start }, { right: true, at: first }, { right: true, at: second })?.card?.due ?? 0;
    expect(second - first).toBeGreaterThan(first - start);
    expect(third - second).toBeGreaterThan(second - first);
  });

  it("are the same whenever the same answers are told", () => {
    const outcomes = [
      { right: false, at: start },
      { right: true, at: start + 2 * DAY },
      { right: false, at: start + 9 * DAY },
    ];
    expect(seenAfter(...outcomes)).toEqual(seenAfter(...outcomes));
    expect(seenAfter(...outcomes)?.card).toMatchObject({ reps: 3, lapses: 1 });
  });
});
