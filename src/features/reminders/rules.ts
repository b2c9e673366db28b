import {
  addDays,
  type Instant,
  instantOf,
  type LocalDate,
  type LocalTime,
  localDateAt,
  type Zone,
} from "../../platform/time.ts";
import { currentStreak, type Streak } from "../daily/rules.ts";

/** A daily reminder at a local time. `day` is the last day it was sent. */
export type Reminder = { time: LocalTime; zone: Zone; day?: LocalDate };

/** A streak that the learner would extend by answering this open question. */
export type Stake = { streak: number; guildId: string; channelId: string; messageId: string; closesAt: Instant };

/** Why a learner is reminded: the number of due cards and the streaks at stake. */
export type ReminderReasons = { due: number; stakes: readonly Stake[] };

/** When the reminder is due next. Never on or before the last day it was sent. */
export function nextReminder({ time, zone, day }: Reminder, now: Instant): Instant {
  // Starts with yesterday, because a DST gap at midnight can move a local time to the next day.
  for (let date = addDays(localDateAt(now, zone), -1); ; date = addDays(date, 1)) {
    const at = instantOf(date, time, zone);
    if (at > now && !(day && date <= day)) return at;
  }
}

/** The local day whose reminder is due: its time has passed, the day isn't over, and the reminder hasn't been sent. */
export function dueReminder({ time, zone, day }: Reminder, now: Instant): LocalDate | undefined {
  const today = localDateAt(now, zone);
  const due = [today, addDays(today, -1)].find((date) => {
    const at = instantOf(date, time, zone);
    return at <= now && localDateAt(at, zone) === today;
  });
  return due && !(day && due <= day) ? due : undefined;
}

/** The length of the streak that an answer today would extend. 0 without a streak, or if the member answered today. */
export function streakAtStake(streak: Streak | undefined, today: LocalDate): number {
  return streak && streak.lastDay < today ? currentStreak(streak, today) : 0;
}
