import { addDays, DAY, daysBetween, type LocalDate, localDateAt } from "../../platform/time.ts";
import { chance, type Mastery, uncertainty } from "../learning/mastery-rules.ts";
import { TOPICS, type Topic } from "../questions/topic-rules.ts";
import type { Quiz } from "../quiz/rules.ts";

/**
 * A learner's estimated level in a topic: the share of medium questions they would answer correctly without guessing.
 * `from` and `to` are one standard error below and above.
 */
export type Level = { topic: Topic; share: number; from: number; to: number };

/** A learner's levels in the topics they have answered questions on, in curriculum order. */
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
 * A learner's number of answers on one day in one session: a daily post, a quiz or an exam. It's the total so far, so
 * recording it again doesn't count twice. Days are in the time zone where the learner answered.
 */
export type Activity = { day: LocalDate; session: string; answers: number };

/** Identifies the session of a daily question. */
export function dailySession({ guildId, slotId }: { guildId: string; slotId: string }): string {
  return `${guildId}/${slotId}`;
}

/** The guild of a daily question's session. "" for other sessions, whose ids contain no slash. */
export function guildOf({ session }: Pick<Activity, "session">): string {
  return session.slice(0, Math.max(session.indexOf("/"), 0));
}

/** The number of answers on a day, either all or those to one guild's daily questions. */
export type DayTotal = { day: LocalDate; answers: number; guildId?: string };

/** A quiz's activity so far. One entry per day, because a quiz can span midnight. */
export function quizActivity({ id, zone, answers }: Pick<Quiz, "id" | "zone" | "answers">): Activity[] {
  const days = new Map<LocalDate, number>();
  for (const { at } of answers) {
    const day = localDateAt(at, zone);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return [...days].map(([day, count]) => ({ day, session: id, answers: count }));
}

export const HEAT_WEEKS = 12;
/** One more week than the heat map shows, to cover every time zone. */
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

/** Longer than any session can be recorded again. A quiz expires after 30 days. */
const SESSIONS_RETAINED_DAYS = 31;
/**
 * Further sessions on the same day aren't counted. They wouldn't change the heat map, whose darkest shade needs 12
 * answers.
 */
export const MAX_SESSIONS_PER_DAY = 100;

/** The first days whose totals and sessions are retained as of `day`. */
export function retainedFrom(day: LocalDate): { totals: LocalDate; sessions: LocalDate } {
  return { totals: addDays(day, -7 * WEEKS_RETAINED), sessions: addDays(day, -SESSIONS_RETAINED_DAYS) };
}

/** Minimum number of answers for each shade of the heat map, lightest first. */
export const SHADES = [1, 3, 6, 12] as const;

/** The shade of a day: 0 without answers, otherwise 1 for the lightest to 4 for the darkest. */
export function shadeOf(answers: number): number {
  return SHADES.filter((min) => answers >= min).length;
}

function mondayOf(day: LocalDate): LocalDate {
  const weekday = (Math.round(Date.parse(day) / DAY) + 3) % 7;
  return addDays(day, -weekday);
}
