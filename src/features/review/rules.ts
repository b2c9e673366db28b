import { addDays, type Instant, instantOf, localDateAt, type Zone } from "../../platform/time.ts";
import type { Seen } from "../learning/rules.ts";
import type { Question } from "../questions/rules.ts";

/** How many cards are due: now, by the end of today (those among them), and tomorrow; and when the next one comes. */
export type Outlook = { now: number; today: number; tomorrow: number; next?: Instant };

/** The cards that may come: of questions that are still asked, and of those due by now none whose key is a secret. */
export function cardsToCome(
  seen: ReadonlyMap<string, Seen>,
  now: Instant,
  { bank, isSecret }: { bank: { find(id: string): Question | undefined }; isSecret: (id: string) => boolean },
): Map<string, Seen> {
  const isAsked = (question: Question | undefined) => question !== undefined && !question.retired;
  const mayCome = (id: string, { card }: Seen) => card && isAsked(bank.find(id)) && (card.due > now || !isSecret(id));
  return new Map([...seen].filter(([id, one]) => mayCome(id, one)));
}

/** The questions whose cards are due, the longest due first. */
export function dueCards(seen: ReadonlyMap<string, Seen>, now: Instant): string[] {
  return [...seen]
    .flatMap(([id, { card }]) => (card && card.due <= now ? [{ id, due: card.due }] : []))
    .sort((a, b) => a.due - b.due)
    .map(({ id }) => id);
}

/** What is due and what comes; days are those of `zone`. */
export function outlook(seen: ReadonlyMap<string, Seen>, now: Instant, zone: Zone): Outlook {
  const dues = [...seen.values()].flatMap(({ card }) => (card ? [card.due] : []));
  const [midnight, nextMidnight] = [1, 2].map((days) =>
    instantOf(addDays(localDateAt(now, zone), days), "00:00", zone),
  );
  const before = (end: Instant | undefined) => dues.filter((due) => end !== undefined && due < end).length;
  const later = dues.filter((due) => due > now);
  return {
    now: dues.filter((due) => due <= now).length,
    today: before(midnight),
    tomorrow: before(nextMidnight) - before(midnight),
    ...(later.length > 0 && { next: Math.min(...later) }),
  };
}
