import { describe, expect, it } from "vitest";
import { seeded } from "../../src/platform/seed.ts";
import { isFlat, lowestOfEach, type Sample, trendOf } from "./slope.ts";

/** A heap of 50 MB, looked at every 5 s for 20 minutes, that swings by 3 %. */
function heap(leakOf: (at: number) => number = () => 0): Sample[] {
  const random = seeded("heap");
  return Array.from({ length: 240 }, (_, index) => {
    const at = index * 5;
    return { at, value: 50e6 * (1 + 0.03 * (random() - 0.5)) + leakOf(at) };
  });
}

/** Every fourth sample falls into some storm and is twice what it should be. */
const stormy = (samples: Sample[]) =>
  samples.map(({ at, value }, index) => ({ at, value: index % 4 === 3 ? value * 2 : value }));

describe("the trend of what was measured", () => {
  it("is flat where values only swing, also through storms", () => {
    expect(isFlat(trendOf(heap()), 0.05)).toBe(true);
    expect(isFlat(trendOf(stormy(heap())), 0.05)).toBe(true);
  });

  it("is not flat where a little is kept of everything that is done: 200 bytes of 20 acts a second", () => {
    const leaking = heap((at) => at * 20 * 200);
    expect(isFlat(trendOf(leaking), 0.05)).toBe(false);
    expect(isFlat(trendOf(stormy(leaking)), 0.05)).toBe(false);
    expect(trendOf(leaking).drift).toBeCloseTo((1_195 * 20 * 200) / trendOf(leaking).level, 2);
  });

  it("is flat where a value falls, or makes one jump and stays", () => {
    expect(isFlat(trendOf(heap((at) => -at * 4_000)), 0.05)).toBe(true);
    expect(isFlat(trendOf(heap((at) => (at > 1_100 ? 10e6 : 0))), 0.05)).toBe(true);
  });

  it("is told of what comes and goes by the lowest of each round", () => {
    const swinging = (leakOf: (at: number) => number) =>
      heap(leakOf).map(({ at, value }, index) => {
        const round = Math.floor(index / 8);
        return { at, value: value * (1 + 0.3 * seeded(`${round}/${index}`)()), round };
      });
    expect(isFlat(trendOf(lowestOfEach(swinging(() => 0))), 0.05)).toBe(true);
    expect(isFlat(trendOf(lowestOfEach(swinging((at) => at * 20 * 200))), 0.05)).toBe(false);
  });

  it("is not told from a few samples", () => {
    expect(() => trendOf(heap().slice(0, 4))).toThrow("too few to tell a trend");
  });
});
