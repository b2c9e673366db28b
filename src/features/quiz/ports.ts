import type { Known, Learnt } from "../learning/rules.ts";
import type { Quiz } from "./rules.ts";

export type QuizStore = {
  /** The learner's quiz, under way or ended, and what is known that its open question may change, in one round trip. */
  load(userId: string): Promise<{ quiz?: Quiz; known: Known }>;
  /**
   * Puts `after` in the place of `before`, with what was learnt, or nothing. "moved": another step came first;
   * "learnt": another answer taught something meanwhile, so reckon again.
   */
  save(
    userId: string,
    before: Quiz | undefined,
    after: Quiz,
    taught?: { known: Known; learnt: Learnt },
  ): Promise<"saved" | "moved" | "learnt">;
};
