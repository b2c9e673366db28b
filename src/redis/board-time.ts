const DAY_SECONDS = 86_400;
/** How long the boards of today, week, month, season and of all time are kept, in seconds; 0 is for ever. */
const KEPT = [40 * DAY_SECONDS, 100 * DAY_SECONDS, 400 * DAY_SECONDS, 0, 0];

/** How long each of these boards is kept; they come in the order of `boardsOf`. */
export function keptSeconds(boards: readonly string[]): number[] {
  return boards.map((_, index) => KEPT[index % KEPT.length] ?? 0);
}
