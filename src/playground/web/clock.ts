import { createTimeFormat, englishLocale, type TimestampStyle } from "./time-format.ts";

/** The playground's time, in the reader's format. It can be ahead of this browser's. */

const format = createTimeFormat(englishLocale(navigator.languages));
let offset = 0;

export function now(): number {
  return Date.now() + offset;
}

export function setNow(instant: number): void {
  offset = instant - Date.now();
}

export const dayText = format.day;
export const clockText = (): string => format.clock(now());
export const messageTimeText = (instant: number): string => format.messageTime(instant, now());
export const timestampText = (seconds: number, style: TimestampStyle): string =>
  format.timestamp(seconds, style, now());
