import { createEmptyCard, type Card as FsrsCard, fsrs, type Grade, Rating, State } from "ts-fsrs";
import { type Instant, SECOND } from "../../platform/time.ts";

/** A learner's FSRS state for a question. The time of the last review is part of the question's history. */
export type Card = { due: Instant; stability: number; difficulty: number };

/** How an answer went: "sure" is correct and fast; "unsure" is correct but slow, or a retry. */
export type Recall = "sure" | "unsure" | "missed";

const GRADES: Readonly<Record<Recall, Grade>> = { sure: Rating.Good, unsure: Rating.Hard, missed: Rating.Again };

/** No fuzz: the same answers must give the same card. No short-term steps: nobody waits minutes for the next card. */
const scheduler = fsrs({ request_retention: 0.9, enable_fuzz: false, enable_short_term: false });

/** The card after an answer. A question without a card gets one only if the learner missed it or was unsure. */
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
    due: Math.floor(next.due.getTime() / SECOND) * SECOND,
    stability: Math.max(hundredths(next.stability), MIN_STABILITY),
    difficulty: hundredths(next.difficulty),
  };
}

function toFsrs(card: Card, lastReview: Instant): FsrsCard {
  return {
    ...card,
    stability: Math.max(card.stability, MIN_STABILITY),
    due: new Date(card.due),
    last_review: new Date(lastReview),
    state: State.Review,
    // FSRS only counts these; they don't affect the schedule.
    reps: 1,
    lapses: 0,
    elapsed_days: 0,
    scheduled_days: 0,
    learning_steps: 0,
  };
}

/** FSRS rejects a stability of 0, which rounding would give a card that was missed many times. */
const MIN_STABILITY = 0.01;

/** Rounds to what is stored, so that saving and loading a card doesn't change it. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
