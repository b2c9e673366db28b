import { describe, expect, it } from "vitest";
import {
  chance,
  guessing,
  type Mastery,
  NO_MASTERY,
  type Rating,
  rate,
  seedRating,
  uncertainty,
} from "../../../src/features/learning/mastery-rules.ts";
import { seeded } from "../../../src/platform/seed.ts";
import { questions } from "../../support/questions.ts";

describe("the probability of guessing", () => {
  it("is one divided by the number of possible answers", () => {
    expect(guessing(questions.single())).toBeCloseTo(1 / 3);
    expect(guessing(questions.trueFalse())).toBeCloseTo(1 / 2);
    expect(guessing(questions.multi())).toBeCloseTo(1 / 11);
    expect(guessing(questions.order())).toBeCloseTo(1 / 6);
    expect(guessing(questions.short())).toBe(0);
    expect(guessing(questions.number())).toBe(0);
  });
});

it("a question without answers is rated by its difficulty", () => {
  expect(([1, 2, 3] as const).map((difficulty) => seedRating({ difficulty }))).toEqual([
    { difficulty: -1, answers: 0 },
    { difficulty: 0, answers: 0 },
    { difficulty: 1, answers: 0 },
  ]);
});

describe("mastery", () => {
  it("changes by 0.9 times the surprise at first, and by 0.04 times in the long run", () => {
    const moveAfter = (answers: number) => rate({ ability: 0, answers }, { difficulty: 0, answers: 0 }, 0, true)[0];
    expect(moveAfter(0)).toEqual({ ability: 0.45, answers: 1 });
    expect(moveAfter(25).ability).toBeCloseTo(0.255 / 2, 10);
    expect(moveAfter(1e9).ability).toBeCloseTo(0.02, 5);
    expect(rate(NO_MASTERY, { difficulty: 0, answers: 25 }, 0, false)[1].difficulty).toBeCloseTo(0.255 / 2, 10);
  });

  it("rises after a correct answer and falls after an incorrect one, unlike the question's difficulty", () => {
    const rating: Rating = { difficulty: 0, answers: 0 };
    const [better, easier] = rate(NO_MASTERY, rating, 0.25, true);
    const [worse, harder] = rate(NO_MASTERY, rating, 0.25, false);
    expect(better.ability).toBeGreaterThan(0);
    expect(easier.difficulty).toBeLessThan(0);
    expect(worse.ability).toBeLessThan(0);
    expect(harder.difficulty).toBeGreaterThan(0);
  });

  it("changes less and becomes more certain with the number of answers", () => {
    const rating: Rating = { difficulty: 0, answers: 0 };
    const step = (answers: number) => rate({ ability: 0, answers }, rating, 0.25, true)[0].ability;
    expect(step(50)).toBeLessThan(step(5));
    expect(uncertainty({ ability: 0, answers: 50 })).toBeLessThan(uncertainty({ ability: 0, answers: 5 }));
  });

  it.each(["one", "two", "three"])("matches the abilities and difficulties of a simulated group, seed %s", (seed) => {
    const { abilities, difficulties } = simulate(seed);
    expect(abilities).toBeGreaterThanOrEqual(0.85);
    expect(difficulties).toBeGreaterThanOrEqual(0.9);
  });
});

/** 500 learners answer 60 of 150 questions each, so each question gets about 200 answers. */
function simulate(seed: string): { abilities: number; difficulties: number } {
  const random = seeded(seed);
  const bank = Array.from({ length: 150 }, () => {
    const level = Math.floor(random() * 3) - 1;
    return { true: level + 0.8 * normal(random), level, guess: [0.25, 0.25, 1 / 3, 0][Math.floor(random() * 4)] ?? 0 };
  });
  const group = Array.from({ length: 500 }, () => ({ true: 1.2 * normal(random) }));
  const ratings = bank.map(({ level }): Rating => ({ difficulty: level, answers: 0 }));
  const masteries = group.map((): Mastery => NO_MASTERY);

  const turns = group.flatMap((_, learner) => Array.from({ length: 60 }, (_, turn) => [learner, turn] as const));
  for (const [learner, turn] of turns.sort((a, b) => a[1] - b[1])) {
    const item = (learner * 60 + turn * 7 + learner) % 150;
    const question = bank[item];
    const answers = random() < chance(group[learner]?.true ?? 0, question?.true ?? 0, question?.guess ?? 0);
    const [mastery, rating] = [masteries[learner], ratings[item]];
    if (!mastery || !rating || !question) throw new Error("out of the group");
    [masteries[learner], ratings[item]] = rate(mastery, rating, question.guess, answers);
  }
  return {
    abilities: correlation(
      group.map((one) => one.true),
      masteries.map(({ ability }) => ability),
    ),
    difficulties: correlation(
      bank.map((one) => one.true),
      ratings.map(({ difficulty }) => difficulty),
    ),
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const products = (x: readonly number[], y: readonly number[], mx: number, my: number) =>
    x.reduce((sum, value, index) => sum + (value - mx) * ((y[index] ?? 0) - my), 0);
  return products(a, b, meanA, meanB) / Math.sqrt(products(a, a, meanA, meanA) * products(b, b, meanB, meanB));
}
