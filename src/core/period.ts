import { Temporal } from "temporal-polyfill";
import { type Instant, instantOf, type LocalDate, type Zone } from "./time.ts";

/** The stretches of time that have a board of their own. */
export const PERIODS = ["today", "week", "month", "season", "all"] as const;
export type Period = (typeof PERIODS)[number];

/** The name of the period that holds `date`: "2026-11-22", "2026-W47", "2026-11", "2026-Q4" or "all". */
export function periodKey(period: Period, date: LocalDate): string {
  const day = Temporal.PlainDate.from(date);
  switch (period) {
    case "today":
      return date;
    case "week":
      return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, "0")}`;
    case "month":
      return date.slice(0, 7);
    case "season":
      return `${day.year}-Q${Math.ceil(day.month / 3)}`;
    case "all":
      return "all";
  }
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
