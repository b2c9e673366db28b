import {
  addDays,
  HOUR,
  type Instant,
  instantOf,
  type LocalDate,
  type LocalTime,
  localDateAt,
  type Zone,
} from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { Difficulty } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import { nameDays, WEEKDAYS, type Weekday } from "./days-rules.ts";

/** A rule that posts: a wall-clock time on some days of the week in one zone. */
export type Schedule = {
  /** Short and readable, unique in the guild, for example "weekdays-http". */
  id: string;
  /** Never used twice in a guild, so a new schedule under an old name is not the old one. */
  serial: number;
  channelId: string;
  time: LocalTime;
  days: readonly Weekday[];
  zone: Zone;
  topic?: Topic;
  difficulty?: Difficulty;
  revealAfterHours: number;
  roleId?: string;
  thread: boolean;
  pause?: Pause;
};

/** Why a schedule rests: a moderator wished it, or its channel refused the slot due at `slotAt`. */
export type Pause = { by: "moderator" } | { by: "channel"; reason: ChannelProblem; slotAt: Instant };
export const CHANNEL_PROBLEMS = ["deleted", "no-access", "no-permission"] as const;
export type ChannelProblem = (typeof CHANNEL_PROBLEMS)[number];

/** Why a slot was skipped: the bot was away until its grace had passed, or there was no question to ask. */
export const SKIP_REASONS = ["away", "pool-empty"] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** One due moment of a schedule. Its id holds the local date, so no change of clocks or zone doubles a day. */
export type Slot = { id: string; at: Instant };

export const SCHEDULES_PER_GUILD = 25;
export const DEFAULT_REVEAL_AFTER_HOURS = 6;
/** How late a missed slot may still be posted. */
export const GRACE = 6 * HOUR;

/** The first slot at or after `from`. */
export function firstSlot(schedule: Pick<Schedule, "serial" | "time" | "days" | "zone">, from: Instant): Slot {
  // Start a day early: a gap at midnight can push a slot's instant into the next local date.
  let date = addDays(localDateAt(from, schedule.zone), -1);
  for (;;) {
    if (fallsOn(date, schedule.days)) {
      const at = instantOf(date, schedule.time, schedule.zone);
      if (at >= from) return { id: slotId(schedule.serial, date), at };
    }
    date = addDays(date, 1);
  }
}

/** The next `count` slots at or after `from`. */
export function nextSlots(schedule: Parameters<typeof firstSlot>[0], from: Instant, count: number): Slot[] {
  const slots: Slot[] = [];
  for (let start = from; slots.length < count; ) {
    const slot = firstSlot(schedule, start);
    slots.push(slot);
    start = slot.at + 1;
  }
  return slots;
}

export function slotId(serial: number, date: LocalDate): string {
  return `${serial}-${date}`;
}

/** The slot of a question a moderator asked for by hand: `wish` tells two wishes apart. */
export function wishedSlotId(serial: number, wish: string): string {
  return `${serial}-now-${wish}`;
}

/** Was the question of this slot asked for by hand? */
export function isWish(slot: string): boolean {
  return /^\d+-now-/.test(slot);
}

/** A readable id from days and topic, numbered when taken: "weekdays-http", "daily", "daily-2". */
export function nameSchedule(days: readonly Weekday[], topic: Topic | undefined, taken: ReadonlySet<string>): string {
  const name = topic ? `${nameDays(days)}-${topic}` : nameDays(days);
  if (!taken.has(name)) return name;

  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

/** Reads "1h" to "24h" (a bare number is hours); throws a UserError otherwise. */
export function parseRevealAfter(given: string): number {
  const hours = Number(/^(\d{1,2})\s*(h|hours?)?$/.exec(given.trim().toLowerCase())?.[1]);
  if (!(hours >= 1 && hours <= 24)) throw new UserError("reveal-after-unreadable", { given });
  return hours;
}

function fallsOn(date: LocalDate, days: readonly Weekday[]): boolean {
  const weekday = WEEKDAYS[(new Date(date).getUTCDay() + 6) % 7];
  return weekday !== undefined && days.includes(weekday);
}
