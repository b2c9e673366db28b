import { addDays, DAY, daysBetween, type LocalDate, localDateAt } from "../../platform/time.ts";
import type { Quiz } from "../quiz/rules.ts";

/**
 * How many answers a learner gave on one day in one sitting: a daily post, a quiz, an exam. It is the whole number each
 * time it is told, so that told again it counts once. Days are those of the zone where it was answered.
 */
export type Activity = { day: LocalDate; sitting: string; answers: number };

/** The sitting that the daily question of a slot is to each who answers it. */
export function dailySitting({ guildId, slotId }: { guildId: string; slotId: string }): string {
  return `${guildId}/${slotId}`;
}

/** Is this an answer to a daily question of this guild? Ids of quizzes and exams hold no slash. */
export function isDailyIn(guildId: string, { sitting }: Activity): boolean {
  return sitting.startsWith(`${guildId}/`);
}

/** What a quiz adds as far as it is answered: one for each day, should midnight have come between. */
export function quizActivity({ id, zone, answers }: Pick<Quiz, "id" | "zone" | "answers">): Activity[] {
  const days = new Map<LocalDate, number>();
  for (const { at } of answers) {
    const day = localDateAt(at, zone);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return [...days].map(([day, count]) => ({ day, sitting: id, answers: count }));
}

export const HEAT_WEEKS = 12;
/** Long enough for every day a heat map may show, in any zone. */
const WEEKS_KEPT = HEAT_WEEKS + 1;

/** Twelve weeks, Monday first, this one the last: the answers of each day from `first` to today. */
export type HeatMap = { first: LocalDate; days: readonly number[] };

export function heatMap(activities: readonly Activity[], today: LocalDate): HeatMap {
  const first = addDays(mondayOf(today), -7 * (HEAT_WEEKS - 1));
  const days = Array.from({ length: daysBetween(first, today) + 1 }, () => 0);
  // The same sitting of the same day may be known from two sources.
  const sittings = new Map(activities.map((one) => [`${one.day} ${one.sitting}`, one]));
  for (const { day, answers } of sittings.values()) {
    const place = daysBetween(first, day);
    const before = days[place];
    if (before !== undefined) days[place] = before + answers;
  }
  return { first, days };
}

/** The first day whose activity is still of use once there is some on `day`. */
export function firstDayKept(day: LocalDate): LocalDate {
  return addDays(day, -7 * WEEKS_KEPT);
}

/** How many answers a day needs for each shade of the heat map, from the lightest that is not empty. */
export const SHADES = [1, 3, 6, 12] as const;

/** 0 for a day without answers, then up to the number of shades. */
export function shadeOf(answers: number): number {
  return SHADES.filter((least) => answers >= least).length;
}

function mondayOf(day: LocalDate): LocalDate {
  const weekday = (Math.round(Date.parse(day) / DAY) + 3) % 7;
  return addDays(day, -weekday);
}
