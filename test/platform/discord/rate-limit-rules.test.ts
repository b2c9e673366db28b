import fc from "fast-check";
import { expect, it } from "vitest";
import { type Allowance, type Spent, spend } from "../../../src/platform/discord/rate-limit-rules.ts";

const TEN: Allowance = { most: 10, within: 10_000 };

/** Which of these moments were let through. */
function admitted(allowance: Allowance, moments: readonly number[]): number[] {
  let spent: Spent | undefined;
  return moments.filter((now) => {
    const verdict = spend(allowance, spent, now);
    if (verdict.isAllowed) spent = verdict.spent;
    return verdict.isAllowed;
  });
}

it("lets ten through at once and the eleventh after a second, as it said", () => {
  expect(admitted(TEN, Array(15).fill(500))).toHaveLength(10);
  const full = 10_500;
  expect(spend(TEN, full, 500)).toEqual({ isAllowed: false, wait: 1_000 });
  expect(spend(TEN, full, 1_499)).toEqual({ isAllowed: false, wait: 1 });
  expect(spend(TEN, full, 1_500).isAllowed).toBe(true);
});

it("never stops who keeps to the pace, and never lets more through than the burst and what came back since", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 20 }), (steps, most) => {
      const allowance = { most, within: 10_000 };
      let now = 0;
      const moments = steps.map((gap) => {
        now += gap;
        return now;
      });
      const through = admitted(allowance, moments);
      for (const [first, from] of through.entries()) {
        const within = through.slice(first).filter((at) => at <= from + allowance.within).length;
        expect(within).toBeLessThanOrEqual(2 * most);
      }
      const calm = moments.map((_, index) => index * (allowance.within / most));
      expect(admitted(allowance, calm)).toEqual(calm);
    }),
  );
});

it("holds nothing against anybody when the clock is put back", () => {
  expect(spend(TEN, 7_200_000, 0)).toEqual({ isAllowed: true, spent: 1_000 });
});
