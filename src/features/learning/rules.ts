import { createEmptyCard, type Card as FsrsCard, Rating as FsrsRating, fsrs, type Grade, State } from "ts-fsrs";
import { type Instant, SECOND } from "../../platform/time.ts";
import type { Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import { guessing, type Mastery, NO_MASTERY, type Rating, rate } from "./mastery-rules.ts";

/** Where a question was answered. "shown": the learner saw the answer without answering. */
export const MODES = ["daily", "quiz", "review", "exam", "live", "shown"] as const;
type Mode = (typeof MODES)[number];

/** A learner's history with a question. Gets a card when the learner misses the question or is unsure about it. */
export type QuestionHistory = {
  rev: number;
  first: { correct: boolean; at: Instant; mode: Mode };
  lastAt: Instant;
  attempts: number;
  /** The last correct answer, not counting retries. */
  correctAt?: Instant;
  card?: Card;
};

/**
 * A learner's answer to a question, identified by `at`. It's ignored unless it's newer than the history. `retry`: the
 * learner had just seen the answer.
 */
export type Outcome = {
  question: Question;
  correct: boolean;
  at: Instant;
  mode: Mode;
  slow?: boolean;
  retry?: boolean;
};

/** A learner's state. The history may be limited to the questions in some outcomes. */
export type LearnerState = { history: ReadonlyMap<string, QuestionHistory>; mastery: ReadonlyMap<Topic, Mastery> };
/** The effects of outcomes. `by` is how much a question's difficulty changes. */
export type LearnerChanges = {
  history: Map<string, QuestionHistory>;
  mastery: Map<Topic, Mastery>;
  ratingChanges: { question: Question; by: number }[];
};

type RatingOf = (question: Question) => Rating;

/** Computes the effects of outcomes. Ignores outcomes that are already in the history. */
export function applyOutcomes(learner: LearnerState, outcomes: readonly Outcome[], ratingOf: RatingOf): LearnerChanges {
  const changes: LearnerChanges = { history: new Map(), mastery: new Map(), ratingChanges: [] };
  for (const outcome of [...outcomes].sort((a, b) => a.at - b.at)) {
    const { question } = outcome;
    const before = changes.history.get(question.id) ?? learner.history.get(question.id);
    const current = before?.rev === question.rev ? before : undefined;
    if (!isNew(before, outcome)) continue;

    changes.history.set(question.id, nextHistory(current, outcome));
    if (!outcome.retry) updateRatings(learner, changes, outcome, ratingOf(question), current === undefined);
  }
  return changes;
}

/** Whether an outcome is newer than the history of its question. */
export function isNew(before: Pick<QuestionHistory, "lastAt"> | undefined, { at }: Pick<Outcome, "at">): boolean {
  return before === undefined || at > before.lastAt;
}

function updateRatings(
  learner: LearnerState,
  changes: LearnerChanges,
  outcome: Outcome,
  rating: Rating,
  first: boolean,
): void {
  const { question, correct } = outcome;
  const before = changes.mastery.get(question.topic) ?? learner.mastery.get(question.topic) ?? NO_MASTERY;
  const [mastery, updated] = rate(before, rating, guessing(question), correct);
  changes.mastery.set(question.topic, mastery);
  // Only first attempts are evidence of a question's difficulty.
  if (first) changes.ratingChanges.push({ question, by: updated.difficulty - rating.difficulty });
}

function nextHistory(before: QuestionHistory | undefined, outcome: Outcome): QuestionHistory {
  const { question, correct, at, mode } = outcome;
  const card = reviewCard(before?.card, recallOf(outcome), at, before?.lastAt);
  const correctAt = correct && !outcome.retry ? at : before?.correctAt;
  return {
    rev: question.rev,
    first: before?.first ?? { correct, at, mode },
    lastAt: at,
    attempts: (before?.attempts ?? 0) + 1,
    ...(correctAt !== undefined && { correctAt }),
    ...(card && { card }),
  };
}

/** Adds a card unless there is one, because the learner wants to review the question. */
export function withCard(history: QuestionHistory): QuestionHistory & { card: Card } {
  return { ...history, card: history.card ?? newCard("unsure", history.lastAt) };
}

function recallOf({ correct, slow, retry }: Outcome): Recall {
  if (!correct) return "missed";
  return slow || retry ? "unsure" : "sure";
}

/**
 * Whether the learner took so long, in milliseconds, that they were probably unsure. Harder questions allow more time.
 */
export function isSlow({ difficulty }: Pick<Question, "difficulty">, duration: number): boolean {
  return duration > (30 + 30 * difficulty) * SECOND;
}

/** A learner's FSRS state for a question. The question's history holds the time of the last review. */
export type Card = { due: Instant; stability: number; difficulty: number };

/** How an answer went: "sure" is correct and fast; "unsure" is correct but slow, or a retry. */
export type Recall = "sure" | "unsure" | "missed";

const GRADES: Readonly<Record<Recall, Grade>> = {
  sure: FsrsRating.Good,
  unsure: FsrsRating.Hard,
  missed: FsrsRating.Again,
};

/**
 * No fuzz, so the same answers always result in the same card. No short-term steps, because learners don't wait minutes
 * for a card.
 */
const scheduler = fsrs({ request_retention: 0.9, enable_fuzz: false, enable_short_term: false });

/** Returns the card after an answer. Creates one only if the learner missed the question or was unsure. */
export function reviewCard(
  card: Card | undefined,
  recall: Recall,
  at: Instant,
  lastReview: Instant | undefined,
): Card | undefined {
  if (!card) return recall === "sure" ? undefined : newCard(recall, at);
  return rateCard(toFsrs(card, lastReview ?? at), recall, at);
}

export function newCard(recall: Recall, at: Instant): Card {
  return rateCard(createEmptyCard(new Date(at)), recall, at);
}

function rateCard(card: FsrsCard, recall: Recall, at: Instant): Card {
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
    // FSRS only keeps count of these. They don't affect the schedule.
    reps: 1,
    lapses: 0,
    elapsed_days: 0,
    scheduled_days: 0,
    learning_steps: 0,
  };
}

/** FSRS rejects a stability of 0, which a card that was missed many times would round to. */
const MIN_STABILITY = 0.01;

/** Rounds to the stored precision, so saving and loading a card doesn't change it. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
