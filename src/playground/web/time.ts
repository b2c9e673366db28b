export type TimestampStyle = "t" | "T" | "d" | "D" | "f" | "F" | "R";

export type Reader = { locale: string; zone?: string };

const STYLES: Record<Exclude<TimestampStyle, "R">, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [MINUTE, "second", 1],
  [HOUR, "minute", MINUTE],
  [DAY, "hour", HOUR],
  [30 * DAY, "day", DAY],
  [365 * DAY, "month", 30.4375 * DAY],
  [Number.POSITIVE_INFINITY, "year", 365.25 * DAY],
];

/** What Discord shows for `<t:seconds:style>`, at `now` (milliseconds). */
export function formatTimestamp(seconds: number, style: TimestampStyle, now: number, reader: Reader): string {
  if (Math.abs(seconds) > 8.64e12) return "Invalid date";
  if (style === "R") return formatRelative(seconds - now / 1000, reader.locale);
  return formatDate(seconds * 1000, STYLES[style], reader);
}

function formatRelative(seconds: number, locale: string): string {
  const away = Math.abs(seconds);
  const step = STEPS.find(([limit, , size]) => Math.round(away / size) * size < limit) ?? STEPS[STEPS.length - 1];
  if (!step) return "";
  const [, unit, size] = step;
  const formatter = relativeFormatters.get(locale) ?? new Intl.RelativeTimeFormat(locale);
  relativeFormatters.set(locale, formatter);
  return formatter.format(Math.sign(seconds) * Math.round(away / size), unit);
}

function formatDate(milliseconds: number, options: Intl.DateTimeFormatOptions, reader: Reader): string {
  return formatterOf(options, reader).format(milliseconds);
}

/** Making a formatter costs a hundred times as much as using it, and a long channel asks for thousands. */
const formatters = new WeakMap<Reader, Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>>();
const relativeFormatters = new Map<string, Intl.RelativeTimeFormat>();

function formatterOf(options: Intl.DateTimeFormatOptions, reader: Reader): Intl.DateTimeFormat {
  const own = formatters.get(reader) ?? new Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>();
  formatters.set(reader, own);
  const zone = reader.zone === undefined ? {} : { timeZone: reader.zone };
  const formatter = own.get(options) ?? new Intl.DateTimeFormat(reader.locale, { ...options, ...zone });
  own.set(options, formatter);
  return formatter;
}

/** The time beside an author's name: only the hour for today, "Yesterday at", else the date too. */
export function formatMessageTime(milliseconds: number, now: number, reader: Reader): string {
  const time = formatDate(milliseconds, STYLES.t, reader);
  const day = dayOf(milliseconds, reader);
  if (day === dayOf(now, reader)) return time;
  if (day === dayOf(now - DAY * 1000, reader)) return `Yesterday at ${time}`;
  return `${formatDate(milliseconds, STYLES.d, reader)}, ${time}`;
}

/** The local day as a divider shows it; equal for two moments exactly when they lie on one local day. */
export function dayOf(milliseconds: number, reader: Reader): string {
  return formatDate(milliseconds, STYLES.D, reader);
}

/** The page is in English, so a reader of another language still gets English dates, in the order most of them know. */
export function readerOf(languages: readonly string[]): Reader {
  return { locale: languages.find((language) => language.startsWith("en")) ?? "en-GB" };
}

/** "3 hours", "12 days": how far one clock is ahead of another. */
export function formatAhead(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 60) return counted(Math.max(1, minutes), "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? counted(hours, "hour") : counted(Math.round(hours / 24), "day");
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const CLOCK: Intl.DateTimeFormatOptions = {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
};

/** As short as fits a bar: "Mon 23 Nov, 09:00". */
export function formatClock(milliseconds: number, reader: Reader): string {
  return formatDate(milliseconds, CLOCK, reader);
}
