import {
  addDays,
  type Instant,
  instantOf,
  type LocalDate,
  type LocalTime,
  localDateAt,
  type Zone,
} from "../../platform/time.ts";
import { currentStreak, type Streak } from "../daily/streak-rules.ts";

/** A learner's wish to be written to at a local time, once a day at most. `day`: the last one that had a letter. */
export type Reminder = { time: LocalTime; zone: Zone; day?: LocalDate };

/** A streak that goes on only if its learner answers this open question. */
export type Stake = { streak: number; guildId: string; channelId: string; messageId: string; closesAt: Instant };

/** Why a learner is reminded: how many cards are due, which streaks are at stake. */
export type Nudge = { due: number; stakes: readonly Stake[] };

/** When a reminder is due next, on a day after the last that had a letter. */
export function nextReminder({ time, zone, day }: Reminder, now: Instant): Instant {
  // A day early: a gap at midnight can push a day's instant into the next one.
  for (let date = addDays(localDateAt(now, zone), -1); ; date = addDays(date, 1)) {
    const at = instantOf(date, time, zone);
    if (at > now && !(day && date <= day)) return at;
  }
}

/** The day whose reminder is due and still of use: its time has come, its evening has not passed, it had no letter. */
export function dueReminder({ time, zone, day }: Reminder, now: Instant): LocalDate | undefined {
  const today = localDateAt(now, zone);
  const due = [today, addDays(today, -1)].find((date) => {
    const at = instantOf(date, time, zone);
    return at <= now && localDateAt(at, zone) === today;
  });
  return due && !(day && due <= day) ? due : undefined;
}

/** How long a streak is that an answer today would prolong; 0 where none is, or today has been answered. */
export function streakAtStake(streak: Streak | undefined, today: LocalDate): number {
  return streak && streak.lastDay < today ? currentStreak(streak, today) : 0;
}
