import { DAY, type LocalDate, SECOND } from "../../platform/time.ts";

/** Each has its own leaderboards. */
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
/** Seconds from a leaderboard's first entry until it is deleted; 0: never. */
export const RETENTION: Readonly<Record<Period, number>> = {
  today: 40 * DAY_SECONDS,
  week: 100 * DAY_SECONDS,
  month: 400 * DAY_SECONDS,
  season: 0,
  all: 0,
};
