import { UserError } from "../../text/user-errors.ts";

/** Monday first, as ISO 8601 counts: MON is day 1. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const GROUPS: Readonly<Record<string, readonly Weekday[]>> = {
  daily: WEEKDAYS,
  weekdays: ["mon", "tue", "wed", "thu", "fri"],
  weekends: ["sat", "sun"],
};

/** Reads "daily", "weekdays", "weekends" or "mon,wed,fri" (full names too); throws a UserError otherwise. */
export function parseDays(given: string): readonly Weekday[] {
  const words = given
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  if (words.length === 0) throw new UserError("days-empty", {});

  const chosen = new Set<Weekday>();
  for (const word of words) {
    const days = GROUPS[word] ?? WEEKDAYS.filter((day) => isNameOf(day, word));
    if (days.length === 0) throw new UserError("days-unreadable", { given });
    for (const day of days) chosen.add(day);
  }
  return WEEKDAYS.filter((day) => chosen.has(day));
}

/** The shortest way to write these days: a group's name, or the days joined by hyphens. */
export function nameDays(days: readonly Weekday[]): string {
  const group = Object.entries(GROUPS).find(([, members]) => members.join() === days.join());
  return group ? group[0] : days.join("-");
}

const FULL_NAMES: Readonly<Record<Weekday, string>> = {
  mon: "monday",
  tue: "tuesday",
  wed: "wednesday",
  thu: "thursday",
  fri: "friday",
  sat: "saturday",
  sun: "sunday",
};

function isNameOf(day: Weekday, word: string): boolean {
  return word.length >= 3 && FULL_NAMES[day].startsWith(word.replace(/s$/, ""));
}
