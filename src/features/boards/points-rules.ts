import type { Difficulty } from "../questions/rules.ts";

/** What an answer to a daily question earns. */
export type Points = { base: number; bonus: number };

/** `streak` is its length after this answer. Speed doesn't count: members live in different time zones. */
export function dailyPoints(correct: boolean, difficulty: Difficulty, streak: number): Points {
  return correct ? { base: basePoints(difficulty), bonus: Math.min(streak, 10) } : { base: 0, bonus: 0 };
}

/** What a correct answer to a daily question earns before the streak bonus. */
export function basePoints(difficulty: Difficulty): number {
  return 10 * difficulty;
}

/** Points a member can earn in a guild in one day from quizzes, reviews and live quizzes. */
export const PRACTICE_CAP = 60;

/** What the first correct answer to a question in a season earns, in a quiz or a review. */
export function practicePoints(difficulty: Difficulty): number {
  return 2 * difficulty;
}

/** What a passed mock exam earns, once a season. */
export const MOCK_EXAM_POINTS = 100;
