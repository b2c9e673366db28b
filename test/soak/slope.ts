import { median } from "../bench/figures.ts";

/** What was measured, and when, in seconds. */
export type Sample = { at: number; value: number };

/** `level`: the middle value. `drift`: how much it rose from the first sample to the last, as a part of the level. */
export type Trend = { level: number; drift: number };

/**
 * The lowest sample of each round: what is under way, or waits to be removed, comes and goes, but what piles up raises
 * the lowest too.
 */
export function lowestOfEach(samples: readonly (Sample & { round: number })[]): Sample[] {
  const lowest = new Map<number, Sample>();
  for (const { round, at, value } of samples) {
    if (value < (lowest.get(round)?.value ?? Number.POSITIVE_INFINITY)) lowest.set(round, { at, value });
  }
  return [...lowest.values()];
}

/** Fewer say nothing about where they are going. */
const LEAST_SAMPLES = 5;

/**
 * The trend by Theil and Sen: the middle one of the slopes between any two samples. Up to 29 % of them may be off, as
 * after a pause of the machine, and neither make a trend nor hide one.
 */
export function trendOf(samples: readonly Sample[]): Trend {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || samples.length < LEAST_SAMPLES)
    throw new Error(`${samples.length} samples after the warm-up are too few to tell a trend: let it run for longer`);
  const slopes = samples.flatMap((one, index) =>
    samples.slice(index + 1).map((later) => (later.value - one.value) / (later.at - one.at)),
  );
  const level = median(samples.map(({ value }) => value));
  const risen = median(slopes) * (last.at - first.at);
  return { level, drift: level === 0 ? risen : risen / level };
}

/** What falls is no leak. */
export function isFlat({ drift }: Trend, bound: number): boolean {
  return drift <= bound;
}
