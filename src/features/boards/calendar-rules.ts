import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import {
  addDays,
  DEFAULT_ZONE,
  type Instant,
  instantOf,
  type LocalDate,
  localDateAt,
  type Zone,
} from "../../platform/time.ts";
import { isoWeek, type Period } from "./period-rules.ts";

export const WEEK_STARTS = ["monday", "sunday", "saturday"] as const;
export const weekStartSchema = z.enum(WEEK_STARTS);
export type WeekStart = z.infer<typeof weekStartSchema>;

export const SEASON_LENGTHS = ["month", "quarter", "none"] as const;
export type SeasonLength = (typeof SEASON_LENGTHS)[number];

/** The week in which the change was made, `on` this day, goes on until `from`, the first day of a week that starts so. */
export type WeekChange = { on: LocalDate; from: LocalDate; start: WeekStart };

/**
 * How a guild divides time. It only ever grows at its end, so that which week and season an answer counts for can be
 * told again at any time from its day and instant.
 */
export type Calendar = {
  zone: Zone;
  weekChanges: readonly WeekChange[];
  /** When each season but the present one was closed. */
  closings: readonly Instant[];
  seasonLength: SeasonLength;
};

/** The calendar of a guild where nobody has changed anything. */
export const DEFAULT_CALENDAR: Calendar = {
  zone: DEFAULT_ZONE,
  weekChanges: [],
  closings: [],
  seasonLength: "quarter",
};

export const weekChangeSchema = z.object({ on: z.string(), from: z.string(), start: weekStartSchema });

/** The day, week and season that points count for, each by its name. */
export type Counted = { day: LocalDate; week: string; season: string };

const FIRST_DAY: Readonly<Record<WeekStart, number>> = { monday: 1, saturday: 6, sunday: 7 };

export function countedOn(calendar: Calendar, at: Instant, day = localDateAt(at, calendar.zone)): Counted {
  return { day, week: weekOn(day, calendar.weekChanges), season: seasonName(seasonAt(calendar, at)) };
}

/** The name of the week that holds `day`: "2026-W47" where weeks start on Monday, else "W2026-11-22" by its first day. */
export function weekOn(day: LocalDate, changes: readonly WeekChange[]): string {
  const index = changes.findLastIndex(({ on }) => on <= day);
  const change = changes[index];
  if (!change) return isoWeek(day);
  if (day < change.from) return weekOn(change.on, changes.slice(0, index));
  return change.start === "monday" ? isoWeek(day) : `W${startOfWeek(day, change.start)}`;
}

/** Does a week begin on `day`? */
export function beginsWeek(day: LocalDate, changes: readonly WeekChange[]): boolean {
  return weekOn(day, changes) !== weekOn(addDays(day, -1), changes);
}

/** The first day after the week that holds `day`. */
export function weekEndsOn(day: LocalDate, changes: readonly WeekChange[]): LocalDate {
  const week = weekOn(day, changes);
  let next = addDays(day, 1);
  while (weekOn(next, changes) === week) next = addDays(next, 1);
  return next;
}

/** The changes of week start with one more, made today; of several on one day the last stands. */
export function changeWeek(changes: readonly WeekChange[], today: LocalDate, start: WeekStart): WeekChange[] {
  const earlier = changes.filter(({ on }) => on < today);
  return [...earlier, { on: today, from: addDays(startOfWeek(today, start), 7), start }];
}

function startOfWeek(day: LocalDate, start: WeekStart): LocalDate {
  return addDays(day, -((Temporal.PlainDate.from(day).dayOfWeek - FIRST_DAY[start] + 7) % 7));
}

/** Which season it is, counted from 1. */
export function seasonAt({ closings }: Pick<Calendar, "closings">, at: Instant): number {
  return 1 + closings.filter((closing) => closing <= at).length;
}

export function seasonName(season: number): string {
  return `S${season}`;
}

/** When the period that holds `now` ends; the time of all has no end. */
export function periodEnd(period: Period, calendar: Calendar, now: Instant): Instant | undefined {
  const today = localDateAt(now, calendar.zone);
  switch (period) {
    case "today":
      return instantOf(addDays(today, 1), "00:00", calendar.zone);
    case "week":
      return instantOf(weekEndsOn(today, calendar.weekChanges), "00:00", calendar.zone);
    case "month":
      return seasonEnd({ ...calendar, seasonLength: "month" }, now);
    case "season":
      return seasonEnd(calendar, now);
    case "all":
      return undefined;
  }
}

/** When the present season will be closed, unless it is by hand. */
export function seasonEnd(
  { zone, seasonLength }: Pick<Calendar, "zone" | "seasonLength">,
  now: Instant,
): Instant | undefined {
  const today = Temporal.PlainDate.from(localDateAt(now, zone));
  const month = today.with({ day: 1 });
  switch (seasonLength) {
    case "month":
      return instantOf(month.add({ months: 1 }).toString(), "00:00", zone);
    case "quarter":
      return instantOf(month.add({ months: 3 - ((today.month - 1) % 3) }).toString(), "00:00", zone);
    case "none":
      return undefined;
  }
}
