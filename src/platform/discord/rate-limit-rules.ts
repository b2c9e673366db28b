import { type Instant, MINUTE, SECOND } from "../time.ts";

/** So many within so long; what is used comes back evenly. */
export type Allowance = { most: number; within: number };

/** What one member may do, and what a guild may ask of one process. */
export const ALLOWANCES = {
  command: { most: 10, within: 10 * SECOND },
  /** Commands that draw, read whole files or write them. */
  costly: { most: 3, within: MINUTE },
  /** Buttons and selects: who skims an exam or taps an answer a few times over is no flood. */
  tap: { most: 30, within: 10 * SECOND },
  /** Discord asks for choices with every few letters that somebody types. */
  typing: { most: 50, within: 10 * SECOND },
  /** So often a member is told to wait; what comes after that goes unanswered, for answers are what a flood costs. */
  refusal: { most: 5, within: 10 * SECOND },
  /** A fifth of what one process answers, and far more than the largest guild taps when a question comes. */
  guild: { most: 10_000, within: 10 * SECOND },
} as const satisfies Readonly<Record<string, Allowance>>;

/** Somebody's use of an allowance: when all of it will have come back. */
export type Spent = Instant;
export type Verdict = { isAllowed: true; spent: Spent } | { isAllowed: false; wait: number };

/** Thirtieths of ten seconds do not add up to ten seconds. */
const ROUNDING = 0.001;

/** Whether one more is allowed now, or how many milliseconds from now it will be. */
export function spend({ most, within }: Allowance, spent: Spent | undefined, now: Instant): Verdict {
  // Nothing can be spent for longer than that: the clock has been put back.
  const isSound = spent !== undefined && spent > now && spent <= now + within + 1;
  const after = (isSound ? spent : now) + within / most;
  const wait = Math.ceil(after - within - now - ROUNDING);
  return wait > 0 ? { isAllowed: false, wait } : { isAllowed: true, spent: after };
}
