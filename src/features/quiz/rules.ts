import { seeded, shortHash } from "../../platform/seed.ts";
import { DAY, type Instant, localDateAt, MINUTE, type Zone } from "../../platform/time.ts";
import type { NewCredit } from "../boards/rules.ts";
import { PRACTICE_CAP, practicePoints } from "../boards/rules.ts";
import { chance, guessing, type Mastery, NO_MASTERY, type Rating } from "../learning/mastery-rules.ts";
import type { QuestionHistory } from "../learning/rules.ts";
import type { Response } from "../questions/answer-rules.ts";
import type { Bank } from "../questions/bank-rules.ts";
import { withoutEnemies } from "../questions/enemy-rules.ts";
import type { Difficulty, Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";

export const QUIZ_COUNT = { min: 3, default: 5, max: 20 } as const;
const IDLE_TIMEOUT = 30 * MINUTE;

export type QuizKind = "quiz" | "review";
export type QuizItem = { questionId: string; rev: number; rating: Rating };
/** `earns`: a correct answer would be the learner's first to this question in the season. */
export type QuizAnswer = { response: Response; correct: boolean; at: Instant; earns: boolean };

/** A learner's quiz or review. `answers[i]` is the answer to `items[i]`. */
export type Quiz = {
  id: string;
  kind: QuizKind;
  /** Seeds the order of the options. Random, so nothing public reveals their original order. */
  seed: string;
  /** The guild where its points count. Undefined in direct messages. */
  guildId?: string;
  zone: Zone;
  /** The start of the guild's season. Undefined in the first season. */
  seasonStart?: Instant;
  topic?: Topic;
  difficulty?: Difficulty;
  /** Repeats the missed questions of a quiz. Earns no points because the answers were just shown. */
  retry: boolean;
  items: readonly QuizItem[];
  answers: readonly QuizAnswer[];
  /** When the current question was shown. */
  shownAt: Instant;
  ended: boolean;
  /** For compare-and-set. Every save increments it. */
  version: number;
};

/** Seeds the order of a question's options. */
export function quizSeed({ seed }: Pick<Quiz, "seed">, position: number): string {
  return `${seed}/${position}`;
}

/** A short hash that identifies an item's question in custom ids. */
export function tagOf({ questionId }: Pick<QuizItem, "questionId">): string {
  return shortHash(questionId);
}

/** When the quiz ends if the learner stays idle. Its answers still count. */
export function idleAt({ answers, shownAt }: Pick<Quiz, "answers" | "shownAt">): Instant {
  return Math.max(shownAt, answers.at(-1)?.at ?? 0) + IDLE_TIMEOUT;
}

/** Whether a correct answer earns points. Only the first one per season does, in any mode, and never in a retry. */
export function earnsPoints(
  { retry, seasonStart }: Pick<Quiz, "retry" | "seasonStart">,
  history: QuestionHistory | undefined,
): boolean {
  return !retry && (history?.correctAt === undefined || history.correctAt < (seasonStart ?? 0));
}

export function isComplete({ items, answers }: Pick<Quiz, "items" | "answers">): boolean {
  return answers.length >= items.length;
}

export type QuizPool = {
  questions: readonly Question[];
  history: ReadonlyMap<string, QuestionHistory>;
  mastery: ReadonlyMap<Topic, Mastery>;
  ratings: ReadonlyMap<string, Rating>;
  /** Questions whose answer must stay private for now. */
  excluded: ReadonlySet<string>;
  /** Questions that are open in a guild the learner may be in. Picked only if there are too few others. */
  avoided: ReadonlySet<string>;
  count: number;
  seed: string;
};

/** The target range for the probability of a correct answer: challenging but not discouraging. */
const TARGET = { from: 0.75, to: 0.85 };

/**
 * Picks a quiz's questions: new ones first, then those seen longest ago, by day. Within each group, those closest to
 * the target difficulty come first. The seed breaks ties. Never picks two enemies (questions that must not appear
 * together), even if that leaves fewer than `count` questions.
 */
export function pickQuiz(pool: QuizPool): Question[] {
  const random = seeded(pool.seed);
  const ranks = Float64Array.from(pool.questions, (question) =>
    pool.excluded.has(question.id) ? Number.POSITIVE_INFINITY : rankOf(question, pool) + random(),
  );
  return withoutEnemies(inOrder(pool.questions, ranks), pool.count);
}

/** Larger than any number of days since 1970, and any distance from the target. */
const [MAX_DAYS, MAX_DISTANCE] = [1e6, 20];

/** Lower ranks are picked first. A rank is a whole number, so a random fraction can break ties. */
function rankOf(question: Question, pool: QuizPool): number {
  const avoided = pool.avoided.has(question.id) ? MAX_DAYS : 0;
  const lastDay = Math.floor((pool.history.get(question.id)?.lastAt ?? 0) / DAY);
  return (avoided + lastDay) * (MAX_DISTANCE + 1) + distanceFromTarget(question, pool);
}

/** Yields the items with a finite rank, lowest first. Faster than sorting if only a few are needed. */
function* inOrder<Item>(items: readonly Item[], ranks: Float64Array): Generator<Item> {
  for (;;) {
    let next = 0;
    for (let index = 1; index < ranks.length; index += 1) if ((ranks[index] ?? 0) < (ranks[next] ?? 0)) next = index;
    const item = items[next];
    if (item === undefined || !Number.isFinite(ranks[next])) return;
    ranks[next] = Number.POSITIVE_INFINITY;
    yield item;
  }
}

/** The distance from the target range, in steps of 5%. Similar questions tie, so they are picked at random. */
function distanceFromTarget(question: Question, { mastery, ratings }: QuizPool): number {
  const { ability } = mastery.get(question.topic) ?? NO_MASTERY;
  const expected = chance(ability, ratings.get(question.id)?.difficulty ?? 0, guessing(question));
  return Math.round(Math.max(TARGET.from - expected, expected - TARGET.to, 0) * MAX_DISTANCE);
}

/** The credits for a quiz's answers. None for retries and quizzes outside a guild. */
export function quizCredits(userId: string, quiz: Quiz, bank: Pick<Bank, "find">): NewCredit[] {
  if (quiz.retry || quiz.guildId === undefined) return [];
  return quiz.answers.flatMap(({ earns, at }, index) => {
    const question = bank.find(quiz.items[index]?.questionId ?? "");
    if (!earns || !question) return [];
    return [
      {
        userId,
        reason: question.id,
        points: practicePoints(question.difficulty),
        at,
        day: localDateAt(at, quiz.zone),
        topic: question.topic,
        dailyCap: PRACTICE_CAP,
      },
    ];
  });
}

/** The points credited for these answers, excluding questions already credited for an earlier answer. */
export function creditedPoints(
  earned: readonly NewCredit[],
  credited: readonly { points: number; at: number }[],
): number {
  return credited.reduce((sum, { points, at }, index) => (earned[index]?.at === at ? sum + points : sum), 0);
}

/** Removes the unanswered items for which `drop` returns true. */
export function withoutUpcoming(quiz: Quiz, drop: (item: QuizItem) => boolean): Quiz {
  return { ...quiz, items: quiz.items.filter((item, index) => index < quiz.answers.length || !drop(item)) };
}

/**
 * `notice` is shown above the question. "skipped": the previous question was just posted in one of the learner's
 * guilds.
 */
export type QuizQuestion = {
  show: "question";
  quiz: Quiz;
  position: number;
  question: Question;
  notice?: "resumed" | "skipped";
};
/** `settle` does the work that the reply doesn't depend on. If it never runs, the summary does the work. */
export type QuizFeedback = {
  show: "feedback";
  quiz: Quiz;
  position: number;
  question: Question;
  answer: QuizAnswer;
  alreadyAnswered: boolean;
  settle: () => Promise<unknown>;
};
