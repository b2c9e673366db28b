import { addDays, DAY, daysBetween, type LocalDate, localDateAt } from "../../platform/time.ts";
import type { Quiz } from "../quiz/rules.ts";

/**
 * A learner's number of answers on one day in one sitting: a daily post, a quiz or an exam. It's always the total, so
 * that recording it again doesn't count twice. Days are those of the zone where the learner answered.
 */
export type Activity = { day: LocalDate; sitting: string; answers: number };

/** The sitting of a daily question. */
export function dailySitting({ guildId, slotId }: { guildId: string; slotId: string }): string {
  return `${guildId}/${slotId}`;
}

/** Is this an answer to a daily question of this guild? Ids of quizzes and exams contain no slash. */
export function isDailyIn(guildId: string, { sitting }: Activity): boolean {
  return sitting.startsWith(`${guildId}/`);
}

/** A quiz's activity so far: one entry per day, because a quiz can span midnight. */
export function quizActivity({ id, zone, answers }: Pick<Quiz, "id" | "zone" | "answers">): Activity[] {
  const days = new Map<LocalDate, number>();
  for (const { at } of answers) {
    const day = localDateAt(at, zone);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return [...days].map(([day, count]) => ({ day, sitting: id, answers: count }));
}

export const HEAT_WEEKS = 12;
/** One more week than a heat map shows, so that every zone is covered. */
const WEEKS_RETAINED = HEAT_WEEKS + 1;

/** Answers per day over twelve weeks, from Monday `first` to today. */
export type HeatMap = { first: LocalDate; days: readonly number[] };

export function heatMap(activities: readonly Activity[], today: LocalDate): HeatMap {
  const first = addDays(mondayOf(today), -7 * (HEAT_WEEKS - 1));
  const days = Array.from({ length: daysBetween(first, today) + 1 }, () => 0);
  // A sitting of a day can come from two sources.
  const sittings = new Map(activities.map((one) => [`${one.day} ${one.sitting}`, one]));
  for (const { day, answers } of sittings.values()) {
    const index = daysBetween(first, day);
    const before = days[index];
    if (before !== undefined) days[index] = before + answers;
  }
  return { first, days };
}

/** The first day to retain when there is activity on `day`. */
export function firstRetainedDay(day: LocalDate): LocalDate {
  return addDays(day, -7 * WEEKS_RETAINED);
}

/** The minimum number of answers for each shade of the heat map, lightest first. */
export const SHADES = [1, 3, 6, 12] as const;

/** 0 for a day without answers, otherwise 1 to the number of shades. */
export function shadeOf(answers: number): number {
  return SHADES.filter((min) => answers >= min).length;
}

function mondayOf(day: LocalDate): LocalDate {
  const weekday = (Math.round(Date.parse(day) / DAY) + 3) % 7;
  return addDays(day, -weekday);
}
