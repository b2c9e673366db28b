import { addDays, type Instant, instantOf, localDateAt, type Zone } from "../../platform/time.ts";
import type { QuestionHistory } from "../learning/rules.ts";
import { isWanted, type Preferences } from "../preferences/rules.ts";
import type { Question } from "../questions/rules.ts";

/** How many cards are due now, by the end of today (including now) and tomorrow, and when the next one is due. */
export type Outlook = { now: number; today: number; tomorrow: number; next?: Instant };

type Histories = ReadonlyMap<string, QuestionHistory>;

type Availability = {
  bank: { find(id: string): Question | undefined };
  preferences: Preferences;
  isOpen: (id: string) => boolean;
};

/** Excludes cards of retired, deleted and unwanted questions, and due cards whose question is open in some guild. */
export function availableCards(
  histories: Histories,
  now: Instant,
  { bank, preferences, isOpen }: Availability,
): Map<string, QuestionHistory> {
  const isAsked = (question: Question | undefined) =>
    question !== undefined && !question.retired && isWanted(question, preferences);
  const isAvailable = (id: string, { card }: QuestionHistory) =>
    card && isAsked(bank.find(id)) && (card.due > now || !isOpen(id));
  return new Map([...histories].filter(([id, history]) => isAvailable(id, history)));
}

/** The number of cards that would be available if the learner had no preferences. */
export function countUnwanted(histories: Histories, bank: Availability["bank"], preferences: Preferences): number {
  return [...histories].filter(([id, { card }]) => {
    const question = card && bank.find(id);
    return question && !question.retired && !isWanted(question, preferences);
  }).length;
}

/** The ids of questions whose cards are due, the longest overdue first. */
export function dueCards(histories: Histories, now: Instant): string[] {
  return [...histories]
    .flatMap(([id, { card }]) => (card && card.due <= now ? [{ id, due: card.due }] : []))
    .sort((a, b) => a.due - b.due)
    .map(({ id }) => id);
}

/** Counts due cards, by day in `zone`. */
export function outlook(histories: Histories, now: Instant, zone: Zone): Outlook {
  const dues = [...histories.values()].flatMap(({ card }) => (card ? [card.due] : []));
  const today = localDateAt(now, zone);
  const before = (end: Instant) => dues.filter((due) => due < end).length;
  const dueToday = before(instantOf(addDays(today, 1), "00:00", zone));
  const later = dues.filter((due) => due > now);
  return {
    now: dues.length - later.length,
    today: dueToday,
    tomorrow: before(instantOf(addDays(today, 2), "00:00", zone)) - dueToday,
    ...(later.length > 0 && { next: Math.min(...later) }),
  };
}
