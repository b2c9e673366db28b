import { DAY, type Instant, SECOND } from "../../platform/time.ts";
import { PERIODS, type Period } from "./period-rules.ts";

const DAY_SECONDS = DAY / SECOND;
/** How long a board is kept, in seconds; 0 is for ever. */
const KEPT: Readonly<Record<Period, number>> = {
  today: 40 * DAY_SECONDS,
  week: 100 * DAY_SECONDS,
  month: 400 * DAY_SECONDS,
  season: 0,
  all: 0,
};
/** How long its period is at most, in days: a week whose start is changed takes up to 13. */
const LENGTH: Readonly<Record<Period, number>> = { today: 2, week: 14, month: 32, season: 0, all: 0 };

/** How long each of these boards is kept; they come in the order of `boardsOf`. */
export function keptSeconds(boards: readonly string[]): number[] {
  return boards.map((_, index) => KEPT[PERIODS[index % PERIODS.length] ?? "all"]);
}

export function keptFor(period: Period): number {
  return KEPT[period];
}

/** May a board on which something was earned at `at` be gone because its time is over? */
export function mayBeOver(period: Period, at: Instant, now: Instant): boolean {
  return KEPT[period] > 0 && now >= at - LENGTH[period] * DAY + KEPT[period] * SECOND;
}
