import { UserError } from "../text/user-errors.ts";
import { type LocalTime, ZONES, type Zone } from "./time.ts";

/** Parses a 24-hour time like "9:05" or "21:30". */
export function parseTime(given: string): LocalTime {
  const match = /^(\d{1,2}):(\d{2})$/.exec(given.trim());
  const hour = Number(match?.[1]);
  const minute = Number(match?.[2]);
  if (!match || hour > 23 || minute > 59) throw new UserError("time-unreadable", { given });
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

const zonesByLowerCase = new Map(ZONES.map((zone) => [zone.toLowerCase(), zone]));

/** Parses a zone name in any case, including aliases like Europe/Kiev. */
export function parseZone(given: string): Zone {
  const known = zonesByLowerCase.get(given.trim().toLowerCase());
  if (known) return known;
  try {
    // Aliases are valid but not in the list. Offsets like +02:00 have no DST, so they are refused.
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: given.trim() }).resolvedOptions();
    if (/^[A-Za-z]/.test(timeZone)) return timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new UserError("zone-unknown", { given });
}
