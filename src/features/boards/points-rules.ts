import type { Difficulty } from "../questions/rules.ts";

/** What a right answer to a daily question earns; a wrong one earns nothing. */
export type Points = { base: number; bonus: number };

/** `streak` is its length after this answer. No speed term: members live in many zones. */
export function dailyPoints(right: boolean, difficulty: Difficulty, streak: number): Points {
  return right ? { base: worth(difficulty), bonus: Math.min(streak, 10) } : { base: 0, bonus: 0 };
}

/** What a daily question of this difficulty is worth before any bonus. */
export function worth(difficulty: Difficulty): number {
  return 10 * difficulty;
}

/** What quizzes and reviews together may earn a member in a guild on one day. */
export const PRACTICE_CAP = 60;

/** What a question of this difficulty earns the first time it is answered right in a season, in a quiz or a review. */
export function practicePoints(difficulty: Difficulty): number {
  return 2 * difficulty;
}

/** What a passed mock exam earns, once a season. */
export const MOCK_EXAM_POINTS = 100;
