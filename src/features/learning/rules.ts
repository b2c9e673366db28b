import { type Instant, SECOND } from "../../platform/time.ts";
import type { Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import { type Card, newCard, type Recall, reviewCard } from "./card-rules.ts";
import { guessing, type Mastery, NO_MASTERY, type Rating, rate } from "./mastery-rules.ts";

/** Where a question was answered; "shown": nowhere, its key was shown to who had left it open. */
export const MODES = ["daily", "quiz", "review", "exam", "live", "shown"] as const;
export type Mode = (typeof MODES)[number];

/**
 * What a learner has seen of a question. Only the first attempt tells what was known; `card` is there once the question
 * was missed or unsure.
 */
export type Seen = {
  rev: number;
  first: { right: boolean; at: Instant; mode: Mode };
  lastAt: Instant;
  times: number;
  /** When it was answered right last, retries apart. */
  rightAt?: Instant;
  card?: Card;
};

/**
 * A learner's answer to a question. `at` names it: of two outcomes of one question at one time the second is the first
 * told again, and one older than what is known is too late to tell. `retry`: the key had just been shown.
 */
export type Outcome = {
  question: Question;
  right: boolean;
  at: Instant;
  mode: Mode;
  slow?: boolean;
  retry?: boolean;
};

/** As much of what is known of a learner as some outcomes touch. */
export type Known = { seen: ReadonlyMap<string, Seen>; mastery: ReadonlyMap<Topic, Mastery> };
/** What outcomes change. `moves`: by how much each question's difficulty moves. */
export type Learnt = {
  seen: Map<string, Seen>;
  mastery: Map<Topic, Mastery>;
  moves: { question: Question; by: number }[];
};

/** A question's rating, as it is known or seeded. */
export type RatingOf = (question: Question) => Rating;

/** What a learner's outcomes change; nothing for those that are known already. */
export function learn(known: Known, outcomes: readonly Outcome[], ratingOf: RatingOf): Learnt {
  const learnt: Learnt = { seen: new Map(), mastery: new Map(), moves: [] };
  for (const outcome of [...outcomes].sort((a, b) => a.at - b.at)) {
    const { question } = outcome;
    const before = learnt.seen.get(question.id) ?? known.seen.get(question.id);
    const current = before?.rev === question.rev ? before : undefined;
    if (!isNews(before, outcome)) continue;

    learnt.seen.set(question.id, see(current, outcome));
    if (!outcome.retry) rateBoth(known, learnt, outcome, ratingOf(question), current === undefined);
  }
  return learnt;
}

/** Is an outcome later than what is known of its question? Else it is one told again, or too late to tell. */
export function isNews(before: Pick<Seen, "lastAt"> | undefined, { at }: Pick<Outcome, "at">): boolean {
  return before === undefined || at > before.lastAt;
}

function rateBoth(known: Known, learnt: Learnt, outcome: Outcome, rating: Rating, first: boolean): void {
  const { question, right } = outcome;
  const before = learnt.mastery.get(question.topic) ?? known.mastery.get(question.topic) ?? NO_MASTERY;
  const [mastery, moved] = rate(before, rating, guessing(question), right);
  learnt.mastery.set(question.topic, mastery);
  // Who has seen a question before says nothing about how hard it is.
  if (first) learnt.moves.push({ question, by: moved.difficulty - rating.difficulty });
}

function see(before: Seen | undefined, outcome: Outcome): Seen {
  const { question, right, at, mode } = outcome;
  const card = reviewCard(before?.card, recallOf(outcome), at, before?.lastAt);
  const rightAt = right && !outcome.retry ? at : before?.rightAt;
  return {
    rev: question.rev,
    first: before?.first ?? { right, at, mode },
    lastAt: at,
    times: (before?.times ?? 0) + 1,
    ...(rightAt !== undefined && { rightAt }),
    ...(card && { card }),
  };
}

/** The same with a card, for a learner who wants the question back although it was answered surely. */
export function withCard(seen: Seen): Seen & { card: Card } {
  return { ...seen, card: seen.card ?? newCard("unsure", seen.lastAt) };
}

function recallOf({ right, slow, retry }: Outcome): Recall {
  if (!right) return "missed";
  return slow || retry ? "unsure" : "sure";
}

/** Is this long for a question one is sure of? Harder ones may take longer. */
export function isSlow({ difficulty }: Pick<Question, "difficulty">, took: number): boolean {
  return took > (30 + 30 * difficulty) * SECOND;
}
