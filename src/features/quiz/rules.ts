import { seeded, shortHash } from "../../platform/seed.ts";
import { DAY, type Instant, MINUTE, type Zone } from "../../platform/time.ts";
import { chance, guessing, type Mastery, NO_MASTERY, type Rating } from "../learning/mastery-rules.ts";
import type { Seen } from "../learning/rules.ts";
import type { Response } from "../questions/answer-rules.ts";
import type { Difficulty, Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";

export const QUIZ_COUNT = { least: 3, usual: 5, most: 20 } as const;
/** A quiz nobody has answered for so long ends; what was answered counts. */
export const QUIZ_IDLE = 30 * MINUTE;

export type QuizKind = "quiz" | "review";
export type QuizItem = { questionId: string; rev: number; rating: Rating };
/** `earns`: right for the first time in its season. */
export type QuizAnswer = { response: Response; right: boolean; at: Instant; earns: boolean };

/** A learner's quiz or review under way; `answers` holds one for each item from the first on. */
export type Quiz = {
  id: string;
  kind: QuizKind;
  /** Where it is played, and so where its points count; absent in direct messages. */
  guildId?: string;
  zone: Zone;
  /** When the season of its guild began; absent in the first one. */
  seasonBegan?: Instant;
  topic?: Topic;
  difficulty?: Difficulty;
  /** Made of what was missed in the one before: it earns nothing, for the keys have just been shown. */
  retry: boolean;
  items: readonly QuizItem[];
  answers: readonly QuizAnswer[];
  /** When the open question was shown. */
  shownAt: Instant;
  ended: boolean;
};

/** The seed of the shuffle of a quiz's question: the same on every process and after every restart. */
export function quizSeed({ id }: Pick<Quiz, "id">, position: number): string {
  return `${id}/${position}`;
}

/** The name of an item's question among those of its quiz, short enough for a custom id. */
export function tagOf({ questionId }: Pick<QuizItem, "questionId">): string {
  return shortHash(questionId);
}

/** When the learner did something last. */
export function lastActive({ answers, shownAt }: Quiz): Instant {
  return Math.max(shownAt, answers.at(-1)?.at ?? 0);
}

/**
 * Does a right answer earn points? Only the first in a season, wherever that was given, and never in a retry: the key
 * had just been shown. (The boards see to it once more: nothing is credited there twice.)
 */
export function earnsPoints(
  { retry, seasonBegan }: Pick<Quiz, "retry" | "seasonBegan">,
  before: Seen | undefined,
): boolean {
  return !retry && (before?.rightAt === undefined || before.rightAt < (seasonBegan ?? 0));
}

/** Is every question answered? */
export function isComplete({ items, answers }: Pick<Quiz, "items" | "answers">): boolean {
  return answers.length >= items.length;
}

export type QuizPool = {
  questions: readonly Question[];
  seen: ReadonlyMap<string, Seen>;
  mastery: ReadonlyMap<Topic, Mastery>;
  ratings: ReadonlyMap<string, Rating>;
  /** Questions whose key must not be shown yet. */
  excluded: ReadonlySet<string>;
  count: number;
  seed: string;
};

/** The success a question should be expected to have: neither dull nor hopeless. */
const AIM = { from: 0.75, to: 0.85 };

/**
 * The questions of a quiz: unseen ones first, those nearest to the aim before others; then the least recently seen, to
 * the day. Equals are drawn by seed.
 */
export function pickQuiz(pool: QuizPool): Question[] {
  const random = seeded(pool.seed);
  const ranked = pool.questions
    .filter(({ id }) => !pool.excluded.has(id))
    .map((question) => ({
      question,
      seenOn: Math.floor((pool.seen.get(question.id)?.lastAt ?? 0) / DAY),
      off: offAim(question, pool),
      draw: random(),
    }));
  ranked.sort((a, b) => a.seenOn - b.seenOn || a.off - b.off || a.draw - b.draw);
  return ranked.slice(0, pool.count).map(({ question }) => question);
}

/** How far the expected success lies outside the aim, in steps of 5 %, so that questions about as apt are drawn by lot. */
function offAim(question: Question, { mastery, ratings }: QuizPool): number {
  const { ability } = mastery.get(question.topic) ?? NO_MASTERY;
  const expected = chance(ability, ratings.get(question.id)?.difficulty ?? 0, guessing(question));
  return Math.round(Math.max(AIM.from - expected, expected - AIM.to, 0) * 20);
}
