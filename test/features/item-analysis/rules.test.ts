import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  analyzeItems,
  correlation,
  type FirstAttempt,
  flagsOf,
  unchosen,
} from "../../../src/features/item-analysis/rules.ts";
import { questions } from "../../support/questions.ts";

/** One row per member and one column per question: 1 is correct, 0 incorrect and "." unanswered. */
function attempts(rows: readonly string[]): FirstAttempt[] {
  return rows.flatMap((row, member) =>
    [...row].flatMap((cell, item): FirstAttempt[] =>
      cell === "." ? [] : [{ userId: `m${member}`, questionId: `q${item}`, correct: cell === "1", response: [] }],
    ),
  );
}

const statistics = (rows: readonly string[], id: string) =>
  analyzeItems(attempts(rows)).find(({ questionId }) => questionId === id);

describe("item analysis", () => {
  it("matches a hand-calculated example", () => {
    // Of q0: scores 1 1 1 0 0; rest scores 2/2, 1/2, 1/2, 1/2, 0/2. Means 0.6 and 0.5; covariances sum to 0.5,
    // squares to 1.2 and 0.5: 0.5 / √(1.2 × 0.5) = 0.6455.
    const rows = ["111", "110", "101", "001", "000"];
    expect(statistics(rows, "q0")).toMatchObject({ attempts: 5, facility: 0.6 });
    expect(statistics(rows, "q0")?.discrimination).toBeCloseTo(0.6455, 4);
  });

  it("correlates with the rest score only, and skips members without one", () => {
    // If the question counted toward its own total, these would correlate.
    expect(statistics(["10", "01", "10", "01"], "q0")?.discrimination).toBeCloseTo(-1, 10);
    const alone = statistics(["11", "00", "1.", "1."], "q0");
    expect(alone?.facility).toBe(0.75);
    expect(alone?.discrimination).toBeCloseTo(1, 10);
  });

  it("uses shares of correct answers because members answer different numbers of questions", () => {
    expect(statistics(["1111", "11..", "0000", "00.."], "q0")?.discrimination).toBeCloseTo(1, 10);
  });

  it("returns no discrimination when nothing varies", () => {
    expect(statistics(["11", "10"], "q0")).toStrictEqual({ questionId: "q0", attempts: 2, facility: 1 });
  });

  it("stays between -1 and 1 and doesn't depend on the order", () => {
    const row = fc.string({ unit: fc.constantFrom("1", "0", "."), minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const found = analyzeItems(attempts(rows));
        for (const { facility, discrimination = 0 } of found) {
          expect(facility).toBeGreaterThanOrEqual(0);
          expect(facility).toBeLessThanOrEqual(1);
          expect(Math.abs(discrimination)).toBeLessThanOrEqual(1);
        }
        const turned = analyzeItems(attempts(rows).toReversed());
        for (const { questionId, discrimination } of turned) {
          const same = found.find((one) => one.questionId === questionId);
          expect(same?.discrimination ?? 0).toBeCloseTo(discrimination ?? 0, 9);
        }
      }),
    );
  });
});

describe("correlation", () => {
  it("is invariant under scale and shift, and changes sign with the data", () => {
    const value = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value), { minLength: 2 }),
        fc.integer({ min: 1, max: 9 }),
        value,
        (pairs, by, plus) => {
          const plain = correlation(pairs) ?? 0;
          expect(correlation(pairs.map(([x, y]) => [x * by + plus, y])) ?? 0).toBeCloseTo(plain, 9);
          expect(correlation(pairs.map(([x, y]) => [y, x])) ?? 0).toBeCloseTo(plain, 9);
          expect(correlation(pairs.map(([x, y]) => [-x, y])) ?? 0).toBeCloseTo(-plain, 9);
        },
      ),
    );
  });
});

describe("correlation without variance", () => {
  it.each([2, 100])("is undefined for %i pairs if a side varies only by rounding errors", (count) => {
    /** Every other value is `step`: the mean square of the deviation is step² / 4. */
    const varying = (x: number, y: number) =>
      Array.from({ length: count }, (_, index): [number, number] => (index % 2 === 0 ? [0, 0] : [x, y]));
    expect(correlation(varying(1, 1.9e-6))).toBeUndefined();
    expect(correlation(varying(1.9e-6, 1))).toBeUndefined();
    expect(correlation(varying(1, 2.1e-6))).toBeCloseTo(1, 9);
    expect(correlation(varying(2.1e-6, 1))).toBeCloseTo(1, 9);
  });

  it.each([
    [1, 1e-6],
    [1e-6, 1],
  ])("is undefined at the limit of rounding errors, with values of ±%d and ±%d", (x, y) => {
    const opposite: [number, number][] = [
      [-x, -y],
      [x, y],
    ];
    expect(correlation(opposite)).toBeUndefined();
  });

  it("is undefined without pairs", () => expect(correlation([])).toBeUndefined());
});

describe("the flags of a question", () => {
  const item = { questionId: "q", attempts: 50, facility: 0.6, discrimination: 0.3 };

  it.each([
    [{}, []],
    [{ attempts: 49, facility: 0, discrimination: -1 }, []],
    [{ facility: 0.29 }, ["too-hard"]],
    [{ facility: 0.3 }, []],
    [{ facility: 0.95 }, []],
    [{ facility: 0.96 }, ["too-easy"]],
    [{ discrimination: 0.1 }, []],
    [{ discrimination: 0.09 }, ["weak"]],
    [{ discrimination: 0 }, ["weak"]],
    [{ discrimination: -0.01, facility: 0.1 }, ["misleading", "too-hard"]],
  ])("given %j, returns %j", (over, flags) => {
    expect(flagsOf({ ...item, ...over })).toEqual(flags);
  });
});

describe("unchosen", () => {
  it("returns the distractors that no one chose", () => {
    const taken = [{ response: ["again"] }, { response: ["post"] }];
    expect(unchosen(questions.single(), taken)).toEqual(["stop"]);
    expect(unchosen(questions.short(), taken)).toEqual([]);
  });
});
