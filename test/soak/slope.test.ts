import { describe, expect, it } from "vitest";
import { seeded } from "../../src/platform/seed.ts";
import { isFlat, lowestOfEach, type Sample, trendOf } from "./slope.ts";

/** A heap of 50 MB, sampled every 5 s for 20 minutes, that swings by 3%. */
function heap(leakOf: (at: number) => number = () => 0): Sample[] {
  const random = seeded("heap");
  return Array.from({ length: 240 }, (_, index) => {
    const at = index * 5;
    return { at, value: 50e6 * (1 + 0.03 * (random() - 0.5)) + leakOf(at) };
  });
}

/** Doubles every fourth sample. */
const withOutliers = (samples: Sample[]) =>
  samples.map(({ at, value }, index) => ({ at, value: index % 4 === 3 ? value * 2 : value }));

describe("the trend of samples", () => {
  it("is flat for noisy values, even with outliers", () => {
    expect(isFlat(trendOf(heap()), 0.05)).toBe(true);
    expect(isFlat(trendOf(withOutliers(heap())), 0.05)).toBe(true);
  });

  it("isn't flat for a leak of 200 bytes per action at 20 actions per second", () => {
    const leaking = heap((at) => at * 20 * 200);
    expect(isFlat(trendOf(leaking), 0.05)).toBe(false);
    expect(isFlat(trendOf(withOutliers(leaking)), 0.05)).toBe(false);
    expect(trendOf(leaking).drift).toBeCloseTo((1_195 * 20 * 200) / trendOf(leaking).level, 2);
  });

  it("is flat for a falling value and for a single jump", () => {
    expect(isFlat(trendOf(heap((at) => -at * 4_000)), 0.05)).toBe(true);
    expect(isFlat(trendOf(heap((at) => (at > 1_100 ? 10e6 : 0))), 0.05)).toBe(true);
  });

  it("ignores swings if computed from the lowest sample of each round", () => {
    const swinging = (leakOf: (at: number) => number) =>
      heap(leakOf).map(({ at, value }, index) => {
        const round = Math.floor(index / 8);
        return { at, value: value * (1 + 0.3 * seeded(`${round}/${index}`)()), round };
      });
    expect(isFlat(trendOf(lowestOfEach(swinging(() => 0))), 0.05)).toBe(true);
    expect(isFlat(trendOf(lowestOfEach(swinging((at) => at * 20 * 200))), 0.05)).toBe(false);
  });

  it("requires at least five samples", () => {
    expect(() => trendOf(heap().slice(0, 4))).toThrow("too few for a trend");
  });
});
