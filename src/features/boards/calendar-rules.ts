import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import {
  addDays,
  DAY,
  DEFAULT_ZONE,
  type Instant,
  instantOf,
  type LocalDate,
  localDateAt,
  SECOND,
  type Zone,
} from "../../platform/time.ts";

export const WEEK_STARTS = ["monday", "sunday", "saturday"] as const;
export type WeekStart = (typeof WEEK_STARTS)[number];

export const SEASON_LENGTHS = ["month", "quarter", "none"] as const;
export type SeasonLength = (typeof SEASON_LENGTHS)[number];

/**
 * When a season ended, and the sequence number of its last answer or credit. Each answer or credit counts toward
 * exactly one season.
 */
export const closingSchema = z.object({ at: z.int(), sequence: z.int() });
type Closing = z.infer<typeof closingSchema>;

/**
 * How a guild divides time into periods. Past seasons never change, so an answer stays in its season. When the week
 * start changes, the weekly leaderboards are recomputed.
 */
export type Calendar = {
  zone: Zone;
  weekStart: WeekStart;
  /** The end of each season except the current one, in order. */
  closings: readonly Closing[];
  seasonLength: SeasonLength;
};

export const DEFAULT_CALENDAR: Calendar = {
  zone: DEFAULT_ZONE,
  weekStart: "monday",
  closings: [],
  seasonLength: "quarter",
};

/** Same numbering as `Date.getUTCDay`. */
const FIRST_WEEKDAY: Readonly<Record<WeekStart, number>> = { sunday: 0, monday: 1, saturday: 6 };

/** The periods an answer or credit counts toward. Omit `sequence` if it hasn't been recorded yet. */
export function periodNames(
  calendar: Calendar,
  { at, day = localDateAt(at, calendar.zone), sequence }: { at: Instant; day?: LocalDate; sequence?: number },
): PeriodNames {
  return { day, week: weekName(day, calendar.weekStart), season: seasonName(seasonOf(calendar, sequence)) };
}

/** The name of the week that contains `day`, based on its first day: "W2026-11-16". */
export function weekName(day: LocalDate, weekStart: WeekStart): string {
  return `W${firstDayOfWeek(day, weekStart)}`;
}

export function firstDayOfWeek(day: LocalDate, weekStart: WeekStart): LocalDate {
  return addDays(day, -((new Date(day).getUTCDay() - FIRST_WEEKDAY[weekStart] + 7) % 7));
}

/** Names of weeks with another week start. They may have leaderboards from before the week start changed. */
export function staleWeekNames({ zone, weekStart }: Calendar, now: Instant): string[] {
  const others = WEEK_STARTS.filter((start) => start !== weekStart);
  // Two extra days, because the guild's zone may have changed too, and zones can be 25 hours apart.
  const last = addDays(localDateAt(now, zone), 2);
  const weeks = Math.ceil((RETENTION.week * SECOND) / DAY / 7) + 1;
  return others.flatMap((start) =>
    Array.from({ length: weeks + 1 }, (_, back) => weekName(addDays(last, -7 * back), start)),
  );
}

/** The 1-based number of the season an answer or credit belongs to, or of the current one. */
export function seasonOf({ closings }: Pick<Calendar, "closings">, sequence = Number.POSITIVE_INFINITY): number {
  return 1 + closings.filter((closing) => closing.sequence < sequence).length;
}

export function seasonName(season: number): string {
  return `S${season}`;
}

/** When the period that contains `now` ends. Undefined for all time and for a season without a planned end. */
export function periodEnd(period: Period, calendar: Calendar, now: Instant): Instant | undefined {
  const { zone, weekStart } = calendar;
  const today = localDateAt(now, zone);
  switch (period) {
    case "today":
      return instantOf(addDays(today, 1), "00:00", zone);
    case "week":
      return instantOf(addDays(firstDayOfWeek(today, weekStart), 7), "00:00", zone);
    case "month":
      return seasonEnd({ zone, seasonLength: "month" }, now);
    case "season":
      return seasonEnd(calendar, now);
    case "all":
      return undefined;
  }
}

/** When the current season closes automatically, if ever. */
export function seasonEnd(
  { zone, seasonLength }: Pick<Calendar, "zone" | "seasonLength">,
  now: Instant,
): Instant | undefined {
  if (seasonLength === "none") return undefined;
  const today = Temporal.PlainDate.from(localDateAt(now, zone));
  const months = seasonLength === "month" ? 1 : 3 - ((today.month - 1) % 3);
  return instantOf(today.with({ day: 1 }).add({ months }).toString(), "00:00", zone);
}

/** Whether the leaderboards of the period that contains `day` may have been deleted by `now`. */
export function mayHaveExpired(period: Period, day: LocalDate, weekStart: WeekStart, now: Instant): boolean {
  if (RETENTION[period] === 0) return false;
  // Local days can begin up to 14 hours before the UTC day.
  return now >= Date.parse(firstDayOf(period, day, weekStart)) - DAY + RETENTION[period] * SECOND;
}

function firstDayOf(period: Period, day: LocalDate, weekStart: WeekStart): LocalDate {
  if (period === "week") return firstDayOfWeek(day, weekStart);
  return period === "month" ? `${day.slice(0, 7)}-01` : day;
}

/** Every period has its own leaderboards. */
export const PERIODS = ["today", "week", "month", "season", "all"] as const;
export type Period = (typeof PERIODS)[number];

/** Names of the day, week and season that points count toward. */
export type PeriodNames = { day: LocalDate; week: string; season: string };

/** For example "2026-11-22", "W2026-11-16", "2026-11", "S3" or "all". */
export function periodName(period: Period, { day, week, season }: PeriodNames): string {
  switch (period) {
    case "today":
      return day;
    case "week":
      return week;
    case "month":
      return day.slice(0, 7);
    case "season":
      return season;
    case "all":
      return "all";
  }
}

const DAY_SECONDS = DAY / SECOND;
/** Seconds from a leaderboard's first entry until it is deleted, or 0 for never. */
export const RETENTION: Readonly<Record<Period, number>> = {
  today: 40 * DAY_SECONDS,
  week: 100 * DAY_SECONDS,
  month: 400 * DAY_SECONDS,
  season: 0,
  all: 0,
};
