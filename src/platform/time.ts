import { Temporal } from "temporal-polyfill";

/** Milliseconds since the Unix epoch. The current time always comes from one injected clock. */
export type Instant = number;
/** A calendar day like "2026-11-22". The context determines the time zone. */
export type LocalDate = string;
/** A wall-clock time like "09:00". */
export type LocalTime = string;
/** An IANA time zone like "Europe/Berlin". */
export type Zone = string;
export type Clock = () => Instant;

/** A guild's time zone until a moderator sets one. */
export const DEFAULT_ZONE: Zone = "UTC";
/** All time zones that autocomplete suggests. */
export const ZONES: readonly Zone[] = ["UTC", ...Intl.supportedValuesOf("timeZone")];

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How long Discord waits for a reply. Two processes may receive the same click within this time. */
const REDELIVERY_WINDOW = 3 * SECOND;

/** Whether a click at `now` may be a second delivery of the click that was handled `at`. */
export function isRedelivery(at: Instant, now: Instant): boolean {
  return now - at < REDELIVERY_WINDOW;
}

/** Caches the current day of each time zone. Thousands of answers may need it at once. */
const currentDays = new Map<Zone, { date: LocalDate; from: Instant; to: Instant }>();

export function localDateAt(instant: Instant, zone: Zone): LocalDate {
  const cached = currentDays.get(zone);
  if (cached && cached.from <= instant && instant < cached.to) return cached.date;

  const start = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).startOfDay();
  const date = start.toPlainDate().toString();
  const to = start.add({ days: 1 }).startOfDay().epochMilliseconds;
  currentDays.set(zone, { date, from: start.epochMilliseconds, to });
  return date;
}

/** Caches recent results, because thousands of schedules are due at the same few times. */
const instants = new Map<string, Instant>();
const MAX_INSTANTS = 1_000;

/**
 * Returns when a clock in `zone` shows `time` on `date`. A time in a DST gap moves later by the length of the gap. If a
 * time occurs twice, the first one counts.
 */
export function instantOf(date: LocalDate, time: LocalTime, zone: Zone): Instant {
  const key = `${date} ${time} ${zone}`;
  const cached = instants.get(key);
  if (cached !== undefined) return cached;

  const instant = Temporal.PlainDate.from(date)
    .toPlainDateTime(Temporal.PlainTime.from(time))
    .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
  if (instants.size >= MAX_INSTANTS) instants.clear();
  instants.set(key, instant);
  return instant;
}

/** Returns the number of days from `a` to `b`. Negative if `b` is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return (Date.parse(b) - Date.parse(a)) / DAY;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/** Returns the next DST change in (`from`, `to`], if any. */
export function clockChangeBetween(from: Instant, to: Instant, zone: Zone): Instant | undefined {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const change = start.getTimeZoneTransition("next")?.epochMilliseconds;
  return change !== undefined && change <= to ? change : undefined;
}

/** Returns a function that returns true at most once per key and `interval` in this process. */
export function createThrottle(interval: number): (key: string, now: Instant) => boolean {
  const until = new Map<string, Instant>();
  return (key, now) => {
    if ((until.get(key) ?? 0) > now) return false;
    for (const [other, end] of until) if (end <= now) until.delete(other);
    until.set(key, now + interval);
    return true;
  };
}
