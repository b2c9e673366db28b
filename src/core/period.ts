import { Temporal } from "temporal-polyfill";
import { DAY, type Instant, instantOf, type LocalDate, type Zone } from "./time.ts";

/** The stretches of time that have a board of their own. */
export const PERIODS = ["today", "week", "month", "season", "all"] as const;
export type Period = (typeof PERIODS)[number];

/** The name of the period that holds `date`: "2026-11-22", "2026-W47", "2026-11", "2026-Q4" or "all". */
export function periodKey(period: Period, date: LocalDate): string {
  switch (period) {
    case "today":
      return date;
    case "week":
      return weekOf(date);
    case "month":
      return date.slice(0, 7);
    case "season":
      return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
    case "all":
      return "all";
  }
}

/** The ISO week is the one that holds its Thursday. */
function weekOf(date: LocalDate): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const year = day.getUTCFullYear();
  const week = Math.ceil(((day.getTime() - Date.UTC(year, 0, 1)) / DAY + 1) / 7);
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** When the period that holds `date` ends in `zone`; the time of all has no end. */
export function periodEnd(period: Period, date: LocalDate, zone: Zone): Instant | undefined {
  const first = firstDayAfter(period, Temporal.PlainDate.from(date));
  return first && instantOf(first.toString(), "00:00", zone);
}

function firstDayAfter(period: Period, day: Temporal.PlainDate): Temporal.PlainDate | undefined {
  switch (period) {
    case "today":
      return day.add({ days: 1 });
    case "week":
      return day.add({ days: 8 - day.dayOfWeek });
    case "month":
      return day.with({ day: 1 }).add({ months: 1 });
    case "season":
      return day.with({ day: 1 }).add({ months: 3 - ((day.month - 1) % 3) });
    case "all":
      return undefined;
  }
}
