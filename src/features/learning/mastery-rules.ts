import type { Question } from "../questions/rules.ts";

/**
 * A learner's estimated ability in a topic, in logits. At 0, the learner knows the answers to half of the medium
 * questions.
 */
export type Mastery = { ability: number; answers: number };
/** A question's estimated difficulty in logits, and the number of first attempts it is based on. */
export type Rating = { difficulty: number; answers: number };

export const NO_MASTERY: Mastery = { ability: 0, answers: 0 };

const SEEDS = { 1: -1, 2: 0, 3: 1 } as const;

/** The initial rating of a question, based on its declared difficulty. */
export function seedRating({ difficulty }: Pick<Question, "difficulty">): Rating {
  return { difficulty: SEEDS[difficulty], answers: 0 };
}

/** The probability of a correct guess: 1 / the number of possible answers. */
export function guessing(question: Question): number {
  switch (question.type) {
    case "single":
    case "true-false":
      return 1 / Object.keys(question.options).length;
    case "multi":
      return 1 / subsets(Object.keys(question.options).length);
    case "order":
      return 1 / permutations(Object.keys(question.steps).length);
    case "short":
    case "number":
      return 0;
  }
}

/** The number of subsets with two or more options. */
function subsets(options: number): number {
  return 2 ** options - options - 1;
}

function permutations(steps: number): number {
  return steps <= 1 ? 1 : steps * permutations(steps - 1);
}

/** The probability that a learner of this ability answers correctly (1PL with guessing). */
export function chance(ability: number, difficulty: number, guess: number): number {
  return guess + (1 - guess) / (1 + Math.exp(difficulty - ability));
}

/**
 * Elo update after an answer. Both sides move in proportion to the surprise. The more answers a side has, the smaller
 * its steps.
 */
export function rate(mastery: Mastery, rating: Rating, guess: number, correct: boolean): [Mastery, Rating] {
  const surprise = (correct ? 1 : 0) - chance(mastery.ability, rating.difficulty, guess);
  return [
    { ability: mastery.ability + step(mastery.answers) * surprise, answers: mastery.answers + 1 },
    { difficulty: rating.difficulty - step(rating.answers) * surprise, answers: rating.answers + 1 },
  ];
}

/** The standard error of an ability: 1 without answers, decreasing with each answer. */
export function uncertainty({ answers }: Mastery): number {
  return 1 / Math.sqrt(1 + 0.15 * answers);
}

const FIRST_STEP = 0.9;
const LAST_STEP = 0.04;

/** The K-factor of the Elo update. */
function step(answers: number): number {
  return LAST_STEP + (FIRST_STEP - LAST_STEP) / (1 + 0.12 * answers);
}
