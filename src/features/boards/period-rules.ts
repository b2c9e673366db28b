import { DAY, type LocalDate } from "../../platform/time.ts";

/** The stretches of time that have a board of their own. */
export const PERIODS = ["today", "week", "month", "season", "all"] as const;
export type Period = (typeof PERIODS)[number];

/** The name of a period that points count for: "2026-11-22", "2026-W47", "2026-11", "S3" or "all". */
export function periodKey(
  period: Period,
  { day, week, season }: { day: LocalDate; week: string; season: string },
): string {
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

/** The ISO week that holds `date`, which is the one that holds its Thursday: "2026-W47". */
export function isoWeek(date: LocalDate): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const year = day.getUTCFullYear();
  const week = Math.ceil(((day.getTime() - Date.UTC(year, 0, 1)) / DAY + 1) / 7);
  return `${year}-W${String(week).padStart(2, "0")}`;
}
