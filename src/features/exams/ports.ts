import type { Attempt, Result } from "./attempt-rules.ts";

/** The exams of learners. Each has one attempt open at most. */
export type ExamStore = {
  open(userId: string): Promise<Attempt | undefined>;
  /** Puts `after` in the place of `before`, or of nothing; false, and nothing done, if another step came first. */
  save(userId: string, before: Attempt | undefined, after: Attempt): Promise<boolean>;
  /** Ends the open attempt; false, and nothing done, if another step came first. `told`: the learner is at the screen. */
  finish(userId: string, attempt: Attempt, result: Result, told: boolean): Promise<boolean>;
  /** A submitted attempt whose consequences have not been seen to. */
  submitted(userId: string, attemptId: string): Promise<Attempt | undefined>;
  /** The consequences of a submitted attempt have been seen to. */
  settle(userId: string, attemptId: string): Promise<void>;
  result(userId: string, attemptId: string): Promise<Result | undefined>;
  /** The latest results, oldest first. */
  results(userId: string): Promise<Result[]>;
  /** The attempt that time submitted while its learner was away, until that has been told. */
  untold(userId: string): Promise<Result | undefined>;
  markTold(userId: string, attemptId: string): Promise<void>;
  /** False if anything but `by` shared it a short while ago. */
  claimShare(userId: string, attemptId: string, by: string): Promise<boolean>;
  /** `by` could not share it after all. */
  releaseShare(userId: string, attemptId: string, by: string): Promise<void>;
};
