import { daysBetween, type LocalDate } from "../../platform/time.ts";

/** Consecutive days on which a member answered. Days are local to the guild's time zone. */
export type Streak = { length: number; lastDay: LocalDate; freezes: number };

const DAYS_PER_FREEZE = 7;
const MAX_FREEZES = 2;

/** The streak after an answer on `today`. Freezes cover missed days; if there are too few, the streak restarts at 1. */
export function advanceStreak(streak: Streak | undefined, today: LocalDate): Streak {
  if (!streak) return { length: 1, lastDay: today, freezes: 0 };

  const missed = daysBetween(streak.lastDay, today) - 1;
  if (missed < 0) return streak;

  const covered = missed <= streak.freezes;
  const length = covered ? streak.length + 1 : 1;
  return { length, lastDay: today, freezes: earnFreeze(length, covered ? streak.freezes - missed : 0) };
}

/** The streak's length on `today` before any answer: 0 if the freezes can't cover the days missed so far. */
export function currentStreak(streak: Streak | undefined, today: LocalDate): number {
  if (!streak) return 0;
  const missed = daysBetween(streak.lastDay, today) - 1;
  return missed <= streak.freezes ? streak.length : 0;
}

/** Freezes left on `today`, not counting those that the days missed so far will use up. */
export function freezesLeft(streak: Streak | undefined, today: LocalDate): number {
  if (!streak || currentStreak(streak, today) === 0) return 0;
  return streak.freezes - Math.max(daysBetween(streak.lastDay, today) - 1, 0);
}

function earnFreeze(length: number, freezes: number): number {
  return length % DAYS_PER_FREEZE === 0 ? Math.min(freezes + 1, MAX_FREEZES) : freezes;
}
