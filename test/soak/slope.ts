import { median } from "../bench/figures.ts";

/** A measured value; `at` in seconds. */
export type Sample = { at: number; value: number };

/** `level`: the median. `drift`: the rise from first to last sample, relative to the level. */
export type Trend = { level: number; drift: number };

/** The lowest sample of each round: temporary data doesn't affect it, leaks do. */
export function lowestOfEach(samples: readonly (Sample & { round: number })[]): Sample[] {
  const lowest = new Map<number, Sample>();
  for (const { round, at, value } of samples) {
    if (value < (lowest.get(round)?.value ?? Number.POSITIVE_INFINITY)) lowest.set(round, { at, value });
  }
  return [...lowest.values()];
}

const MIN_SAMPLES = 5;

/** The Theil–Sen estimator: the median slope between all pairs of samples. Tolerates up to 29% outliers. */
export function trendOf(samples: readonly Sample[]): Trend {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || samples.length < MIN_SAMPLES)
    throw new Error(`${samples.length} samples after the warm-up are too few for a trend; run longer`);
  const slopes = samples.flatMap((one, index) =>
    samples.slice(index + 1).map((later) => (later.value - one.value) / (later.at - one.at)),
  );
  const level = median(samples.map(({ value }) => value));
  const risen = median(slopes) * (last.at - first.at);
  return { level, drift: level === 0 ? risen : risen / level };
}

/** A falling trend counts as flat. */
export function isFlat({ drift }: Trend, bound: number): boolean {
  return drift <= bound;
}
