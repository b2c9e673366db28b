import type { Question } from "../questions/rules.ts";

/** What is believed about a learner in a topic, in logits; 0 is the learner who gets half of the medium questions. */
export type Mastery = { ability: number; answers: number };
/** How hard a question has proved to be, in logits, and how many first attempts say so. */
export type Rating = { difficulty: number; answers: number };

export const NO_MASTERY: Mastery = { ability: 0, answers: 0 };

const SEEDS = { 1: -1, 2: 0, 3: 1 } as const;

/** What a question is taken for until somebody has answered it. */
export function seedRating({ difficulty }: Pick<Question, "difficulty">): Rating {
  return { difficulty: SEEDS[difficulty], answers: 0 };
}

/** The chance to be right without knowing anything: one in as many answers as can be given. */
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

/** How many sets of two or more there are. */
function subsets(options: number): number {
  return 2 ** options - options - 1;
}

function permutations(steps: number): number {
  return steps <= 1 ? 1 : steps * permutations(steps - 1);
}

/** The chance that a learner of this ability is right (one parameter, with guessing). */
export function chance(ability: number, difficulty: number, guess: number): number {
  return guess + (1 - guess) / (1 + Math.exp(difficulty - ability));
}

/** Both sides after an answer (Elo): each moves by its surprise, the less the more answers it stands on. */
export function rate(mastery: Mastery, rating: Rating, guess: number, right: boolean): [Mastery, Rating] {
  const surprise = (right ? 1 : 0) - chance(mastery.ability, rating.difficulty, guess);
  return [
    { ability: mastery.ability + step(mastery.answers) * surprise, answers: mastery.answers + 1 },
    { difficulty: rating.difficulty - step(rating.answers) * surprise, answers: rating.answers + 1 },
  ];
}

/** The standard error of an ability: it begins at 1 and falls with every answer. */
export function uncertainty({ answers }: Mastery): number {
  return 1 / Math.sqrt(1 + 0.15 * answers);
}

const FIRST_STEP = 0.9;
const LAST_STEP = 0.04;

/** Elo's K. */
function step(answers: number): number {
  return LAST_STEP + (FIRST_STEP - LAST_STEP) / (1 + 0.12 * answers);
}
