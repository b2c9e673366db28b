import { Temporal } from "temporal-polyfill";
import { UserError } from "../text/user-errors.ts";

/** Milliseconds since 1970 UTC. All instants are this; all "now" comes from one injected clock. */
export type Instant = number;
/** A calendar day such as "2026-11-22", in whichever zone its context says. */
export type LocalDate = string;
/** A wall-clock time such as "09:00". */
export type LocalTime = string;
/** An IANA name such as "Europe/Berlin". */
export type Zone = string;
/** The zone of a guild's days until somebody chose one. */
export const DEFAULT_ZONE: Zone = "UTC";
export type Clock = () => Instant;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** As long as Discord waits for a first answer: what is told again within it is one tap, heard by two processes. */
const ECHO = 3 * SECOND;

/** Is this but the echo of what happened `at`? */
export function isEcho(at: Instant, now: Instant): boolean {
  return now - at < ECHO;
}

/** Every zone people may choose, as autocompletion offers them. */
export const ZONES: readonly Zone[] = ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** The day each zone has now, as last worked out: answers come in by the thousand on one day. */
const currentDays = new Map<Zone, { date: LocalDate; from: Instant; to: Instant }>();

export function localDateAt(instant: Instant, zone: Zone): LocalDate {
  const known = currentDays.get(zone);
  if (known && known.from <= instant && instant < known.to) return known.date;

  const start = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).startOfDay();
  const date = start.toPlainDate().toString();
  const to = start.add({ days: 1 }).startOfDay().epochMilliseconds;
  currentDays.set(zone, { date, from: start.epochMilliseconds, to });
  return date;
}

/** What was worked out lately: what is due at once is planned by the thousand, for the same few minutes. */
const instants = new Map<string, Instant>();
const INSTANTS_KEPT = 1_000;

/** The instant a wall clock shows `time` on `date`: in a gap the same distance after it, in an overlap the first of two. */
export function instantOf(date: LocalDate, time: LocalTime, zone: Zone): Instant {
  const key = `${date} ${time} ${zone}`;
  const known = instants.get(key);
  if (known !== undefined) return known;

  const instant = workOut(date, time, zone);
  if (instants.size >= INSTANTS_KEPT) instants.clear();
  instants.set(key, instant);
  return instant;
}

function workOut(date: LocalDate, time: LocalTime, zone: Zone): Instant {
  return Temporal.PlainDate.from(date)
    .toPlainDateTime(Temporal.PlainTime.from(time))
    .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** Days from `a` to `b`; negative when `b` is earlier. Calendar days are all of one length, so no zone comes into it. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return (Date.parse(b) - Date.parse(a)) / DAY;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/** The next change of the zone's clocks in (`from`, `to`], if there is one. */
export function clockChangeBetween(from: Instant, to: Instant, zone: Zone): Instant | undefined {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const change = start.getTimeZoneTransition("next")?.epochMilliseconds;
  return change !== undefined && change <= to ? change : undefined;
}

/** Reads "9:05" and "21:30" as people write them in 24-hour form; throws a UserError otherwise. */
export function parseTime(given: string): LocalTime {
  const match = /^(\d{1,2}):(\d{2})$/.exec(given.trim());
  const hour = Number(match?.[1]);
  const minute = Number(match?.[2]);
  if (!match || hour > 23 || minute > 59) throw new UserError("time-unreadable", { given });
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

const zonesByLowerCase = new Map(ZONES.map((zone) => [zone.toLowerCase(), zone]));

/** The zone people mean, whatever its capitals, or one that only links to another; throws a UserError otherwise. */
export function parseZone(given: string): Zone {
  const known = zonesByLowerCase.get(given.trim().toLowerCase());
  if (known) return known;
  try {
    // Names such as Europe/Kiev are links: valid, but not in the list. Offsets such as +02:00 have no DST: refused.
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: given.trim() }).resolvedOptions();
    if (/^[A-Za-z]/.test(timeZone)) return timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new UserError("zone-unknown", { given });
}
