import { createEmptyCard, type Card as FsrsCard, fsrs, type Grade, Rating, State } from "ts-fsrs";
import type { Instant } from "../../platform/time.ts";

/** What FSRS knows about a learner on a question; when it was last reviewed stands beside it. */
export type Card = { due: Instant; stability: number; difficulty: number; reps: number; lapses: number };

/** How an answer went: "sure" is right at first sight, "unsure" right but slow or on a retry. */
export type Recall = "sure" | "unsure" | "missed";

const GRADES: Readonly<Record<Recall, Grade>> = { sure: Rating.Good, unsure: Rating.Hard, missed: Rating.Again };

/** No fuzz, so that the same answers make the same card; no steps of minutes, for nobody waits here for a card. */
const scheduler = fsrs({ request_retention: 0.9, enable_fuzz: false, enable_short_term: false });

/** The card after an answer. A question that was answered surely and has no card needs none. */
export function reviewCard(
  card: Card | undefined,
  recall: Recall,
  at: Instant,
  lastReview: Instant | undefined,
): Card | undefined {
  if (!card) return recall === "sure" ? undefined : newCard(recall, at);
  return rated(toFsrs(card, lastReview ?? at), recall, at);
}

export function newCard(recall: Recall, at: Instant): Card {
  return rated(createEmptyCard(new Date(at)), recall, at);
}

function rated(card: FsrsCard, recall: Recall, at: Instant): Card {
  const next = scheduler.next(card, new Date(at), GRADES[recall]).card;
  return {
    due: next.due.getTime(),
    stability: Math.max(hundredths(next.stability), LEAST_STABILITY),
    difficulty: hundredths(next.difficulty),
    reps: next.reps,
    lapses: next.lapses,
  };
}

function toFsrs(card: Card, lastReview: Instant): FsrsCard {
  return {
    ...card,
    stability: Math.max(card.stability, LEAST_STABILITY),
    due: new Date(card.due),
    last_review: new Date(lastReview),
    state: State.Review,
    elapsed_days: 0,
    scheduled_days: 0,
    learning_steps: 0,
  };
}

/** FSRS takes no card of no stability, which rounding would make of one missed time and again. */
const LEAST_STABILITY = 0.01;

/** As it is stored, so that a card does not depend on whether it was stored in between. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
