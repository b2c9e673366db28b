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

/** Monday first, as in ISO 8601. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Posts questions at a local time on certain days of the week. */
export type Schedule = {
  /** Short, readable and unique in the guild, such as "weekdays-http". */
  id: string;
  /** Unique in the guild forever, even among removed schedules. */
  serial: number;
  /** For compare-and-set. Every change increments it. */
  version: number;
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

/** Why a schedule is paused. "channel": the slot at `slotAt` couldn't be posted in its channel. */
export type Pause = { by: "moderator" } | { by: "channel"; reason: ChannelProblem; slotAt: Instant };
/** "absent": the bot wasn't in the guild. */
export const CHANNEL_PROBLEMS = ["deleted", "no-access", "no-permission", "refused", "absent"] as const;
export type ChannelProblem = (typeof CHANNEL_PROBLEMS)[number];

/** "away": the bot wasn't running until the grace period had passed. */
export const SKIP_REASONS = ["away", "pool-empty"] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What happened to a schedule's latest slot. */
export type LastRun =
  | { outcome: "posted"; at: Instant; channelId: string; messageId: string }
  /** The default reason is "away". */
  | { outcome: "skipped"; at: Instant; reason?: SkipReason }
  /** The channel refused a manual post. */
  | { outcome: "refused"; at: Instant; channelId: string; problem: ChannelProblem };

/** One due moment of a schedule. The id contains the local date, so clock and time zone changes can't repeat a day. */
export type Slot = { id: string; at: Instant };

export const MAX_SCHEDULES = 25;
/** Maximum number of a guild's manual posts that wait for Discord. */
export const MAX_WAITING_POSTS = 5;
export const DEFAULT_REVEAL_AFTER_HOURS = 6;
/** How late a missed slot may still be posted. */
export const GRACE_PERIOD = 6 * HOUR;
/** If Discord rejects a post for an unknown reason for this long, it's treated as a problem with the channel. */
export const REFUSAL_TIMEOUT = HOUR;

type Timing = Pick<Schedule, "serial" | "time" | "days" | "zone">;

/** The first slot at or after `from`. */
export function firstSlot(schedule: Timing, from: Instant): Slot {
  // Starts with the day before, because a DST gap at midnight can move a slot to the next local date.
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
export function nextSlots(schedule: Timing, from: Instant, count: number): Slot[] {
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

/** The slot id of a manual post. Requests with the same `requestId` share a slot. */
export function manualSlotId(serial: number, requestId: string): string {
  return `${serial}-now-${requestId}`;
}

export function isManualSlot(slotId: string): boolean {
  return /^\d+-now-/.test(slotId);
}

/** The time of the slot that paused the schedule, if that slot can still be posted within its grace period. */
export function missedSlotAt({ pause }: Pick<Schedule, "pause">, now: Instant): Instant | undefined {
  return pause?.by === "channel" && pause.slotAt + GRACE_PERIOD > now ? pause.slotAt : undefined;
}

/** Makes an unused, readable id from days and topic, such as "weekdays-http", "daily" or "daily-2". */
export function generateScheduleId(
  days: readonly Weekday[],
  topic: Topic | undefined,
  inUse: ReadonlySet<string>,
): string {
  const name = topic ? `${nameDays(days)}-${topic}` : nameDays(days);
  if (!inUse.has(name)) return name;

  let number = 2;
  while (inUse.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

/** Parses "1h" to "24h" or a number of hours. Throws a UserError for anything else. */
export function parseRevealAfter(given: string): number {
  const hours = Number(/^(\d{1,2})\s*(h|hours?)?$/.exec(given.trim().toLowerCase())?.[1]);
  if (!(hours >= 1 && hours <= 24)) throw new UserError("reveal-after-unreadable", { given });
  return hours;
}

const DAY_GROUPS: Readonly<Record<string, readonly Weekday[]>> = {
  daily: WEEKDAYS,
  weekdays: ["mon", "tue", "wed", "thu", "fri"],
  weekends: ["sat", "sun"],
};

const FULL_DAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: "monday",
  tue: "tuesday",
  wed: "wednesday",
  thu: "thursday",
  fri: "friday",
  sat: "saturday",
  sun: "sunday",
};

/** Parses "daily", "weekdays", "weekends" or a list such as "mon, Wednesday". Throws a UserError for anything else. */
export function parseDays(given: string): readonly Weekday[] {
  const words = given.toLowerCase().split(/[\s,]/).filter(Boolean);
  if (words.length === 0) throw new UserError("days-empty", {});

  const chosen = new Set<Weekday>();
  for (const word of words) {
    const days = DAY_GROUPS[word] ?? WEEKDAYS.filter((day) => isDayName(day, word));
    if (days.length === 0) throw new UserError("days-unreadable", { given });
    for (const day of days) chosen.add(day);
  }
  return WEEKDAYS.filter((day) => chosen.has(day));
}

/** The shortest name for these days: a group, or the days joined by hyphens. */
export function nameDays(days: readonly Weekday[]): string {
  const group = Object.entries(DAY_GROUPS).find(([, members]) => members.join() === days.join());
  return group ? group[0] : days.join("-");
}

function isDayName(day: Weekday, word: string): boolean {
  return word.length >= 3 && FULL_DAY_NAMES[day].startsWith(word.replace(/s$/, ""));
}

function fallsOn(date: LocalDate, days: readonly Weekday[]): boolean {
  const weekday = WEEKDAYS[(new Date(date).getUTCDay() + 6) % 7];
  return days.some((day) => day === weekday);
}

/** Parses a 24-hour time like "9:05" or "21:30". Throws a UserError for anything else. */
export function parseTime(given: string): LocalTime {
  const match = /^(\d{1,2}):(\d{2})$/.exec(given.trim());
  const hour = Number(match?.[1]);
  const minute = Number(match?.[2]);
  if (!match || hour > 23 || minute > 59) throw new UserError("time-unreadable", { given });
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** Parses a time zone name in any case. Resolves aliases like US/Eastern. Throws a UserError for anything else. */
export function parseZone(given: string): Zone {
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: given.trim() }).resolvedOptions();
    // Later versions of Node.js accept offsets like +02:00. They are rejected because they have no DST.
    if (/^[A-Z]/.test(timeZone)) return timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new UserError("zone-unknown", { given });
}
