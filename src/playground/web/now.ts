/** The playground's time, which may be ahead of this browser's. */
let ahead = 0;

export function now(): number {
  return Date.now() + ahead;
}

export function setNow(instant: number): void {
  ahead = instant - Date.now();
}
