import { addDays, DAY, daysBetween, type LocalDate, localDateAt } from "../../platform/time.ts";
import { chance, type Mastery, uncertainty } from "../learning/mastery-rules.ts";
import { TOPICS, type Topic } from "../questions/topic-rules.ts";
import type { Quiz } from "../quiz/rules.ts";

/**
 * A learner's estimated level in a topic: the share of its medium questions they'd answer correctly without guessing.
 * `from` and `to` are one standard error away.
 */
export type Level = { topic: Topic; share: number; from: number; to: number };

/** The levels of the topics a learner has answered, in the order of the curriculum. */
export function levelsOf(masteries: ReadonlyMap<Topic, Mastery>): Level[] {
  return TOPICS.flatMap((topic) => {
    const mastery = masteries.get(topic);
    return mastery && mastery.answers > 0 ? [levelOf(topic, mastery)] : [];
  });
}

function levelOf(topic: Topic, mastery: Mastery): Level {
  const { ability } = mastery;
  const error = uncertainty(mastery);
  const shareAt = (logits: number) => chance(logits, 0, 0);
  return { topic, share: shareAt(ability), from: shareAt(ability - error), to: shareAt(ability + error) };
}

/**
 * A learner's number of answers on one day in one sitting: a daily post, a quiz or an exam. Always the total, so that
 * recording it again doesn't count twice. Days are in the zone where the learner answered.
 */
export type Activity = { day: LocalDate; sitting: string; answers: number };

/** The sitting of a daily question. */
export function dailySitting({ guildId, slotId }: { guildId: string; slotId: string }): string {
  return `${guildId}/${slotId}`;
}

/** The guild of a daily question's sitting, otherwise "". Ids of quizzes and exams contain no slash. */
export function guildOf({ sitting }: Pick<Activity, "sitting">): string {
  return sitting.slice(0, Math.max(sitting.indexOf("/"), 0));
}

/** All answers of a day, or those to a guild's daily questions. */
export type DayTotal = { day: LocalDate; answers: number; guildId?: string };

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
/** One more week than the heat map shows, to cover every zone. */
const WEEKS_RETAINED = HEAT_WEEKS + 1;

/** Answers per day over twelve weeks, from Monday `first` to today. */
export type HeatMap = { first: LocalDate; days: readonly number[] };

export function heatMap(totals: readonly Pick<DayTotal, "day" | "answers">[], today: LocalDate): HeatMap {
  const first = addDays(mondayOf(today), -7 * (HEAT_WEEKS - 1));
  const days = Array.from({ length: daysBetween(first, today) + 1 }, () => 0);
  for (const { day, answers } of totals) {
    const index = daysBetween(first, day);
    const before = days[index];
    if (before !== undefined) days[index] = before + answers;
  }
  return { first, days };
}

/** Longer than a sitting can be recorded again: a quiz expires after 30 days. */
const SITTINGS_RETAINED_DAYS = 31;
/** More sittings on one day aren't counted. The darkest shade of the heat map needs 12 answers. */
export const MAX_SITTINGS_PER_DAY = 100;

/** The first days whose totals and sittings are retained as of `day`. */
export function retainedFrom(day: LocalDate): { totals: LocalDate; sittings: LocalDate } {
  return { totals: addDays(day, -7 * WEEKS_RETAINED), sittings: addDays(day, -SITTINGS_RETAINED_DAYS) };
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
