const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimestampStyle = keyof typeof STYLES | "R";

export function isTimestampStyle(style: unknown): style is TimestampStyle {
  return typeof style === "string" && (style === "R" || style in STYLES);
}

const CLOCK = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [MINUTE, "second", 1],
  [HOUR, "minute", MINUTE],
  [DAY, "hour", HOUR],
  [30 * DAY, "day", DAY],
  [365 * DAY, "month", 30.4375 * DAY],
  [Number.POSITIVE_INFINITY, "year", 365.25 * DAY],
];

/** All instants are in milliseconds, except the seconds of a timestamp. */
export function createTimeFormat(locale: string, timeZone?: string) {
  // Creating a formatter costs a hundred times as much as using it.
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, timeZone === undefined ? options : { ...options, timeZone });
  const { t, T, d, D, f, F } = STYLES;
  const styles = {
    t: formatter(t),
    T: formatter(T),
    d: formatter(d),
    D: formatter(D),
    f: formatter(f),
    F: formatter(F),
  };
  const clock = formatter(CLOCK);
  const relative = new Intl.RelativeTimeFormat(locale);
  /** The local date in a divider. */
  const day = (instant: number) => styles.D.format(instant);

  return {
    day,
    /** Short enough for the header: "Mon 23 Nov, 09:00". */
    clock: (instant: number) => clock.format(instant),
    /** What Discord shows for `<t:seconds:style>`. */
    timestamp(seconds: number, style: TimestampStyle, now: number): string {
      if (Math.abs(seconds) > 8.64e12) return "Invalid date";
      return style === "R" ? formatRelative(relative, seconds - now / 1000) : styles[style].format(seconds * 1000);
    },
    /** The time next to an author's name: "09:00" today, "Yesterday at 09:00", or date and time. */
    messageTime(instant: number, now: number): string {
      const time = styles.t.format(instant);
      if (day(instant) === day(now)) return time;
      if (day(instant) === day(now - DAY * 1000)) return `Yesterday at ${time}`;
      return `${styles.d.format(instant)}, ${time}`;
    },
  };
}

function formatRelative(formatter: Intl.RelativeTimeFormat, seconds: number): string {
  const distance = Math.abs(seconds);
  const found = UNITS.find(([limit, , size]) => Math.round(distance / size) * size < limit);
  const [, unit, size] = found ?? [0, "second" as const, 1];
  return formatter.format(Math.sign(seconds) * Math.round(distance / size), unit);
}

/** English like the rest of the page, in the reader's own variant if there is one. */
export function englishLocale(languages: readonly string[]): string {
  return languages.find((language) => language.startsWith("en")) ?? "en-GB";
}

/** "3 hours" or "12 days": how far the playground's clock is ahead. */
export function formatOffset(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  const hours = Math.round(minutes / 60);
  if (minutes < 60) return formatUnit(minutes, "minute");
  return hours < 48 ? formatUnit(hours, "hour") : formatUnit(Math.round(hours / 24), "day");
}

function formatUnit(count: number, unit: string): string {
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long" }).format(count);
}
