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
/** `earns`: whether a correct answer would be the learner's first to this question this season. */
export type QuizAnswer = { response: Response; correct: boolean; at: Instant; earns: boolean };

/** A learner's quiz or review. `answers[i]` is the answer to `items[i]`. */
export type Quiz = {
  id: string;
  kind: QuizKind;
  /** Shuffles the options. Random, so that nothing public reveals the original order. */
  seed: string;
  /** The guild where its points count; undefined in direct messages. */
  guildId?: string;
  zone: Zone;
  /** The start of the guild's season; undefined in the first season. */
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
  /** Incremented by every save, for compare-and-set. */
  version: number;
};

/** The seed that shuffles a question's options, the same in every process. */
export function quizSeed({ seed }: Pick<Quiz, "seed">, position: number): string {
  return `${seed}/${position}`;
}

/** Identifies an item's question within its quiz, short enough for a custom id. */
export function tagOf({ questionId }: Pick<QuizItem, "questionId">): string {
  return shortHash(questionId);
}

/** When the quiz ends if the learner is idle. Its answers still count. */
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
  /** Questions that are open in a guild the learner may be in. Only picked if there are too few others. */
  avoided: ReadonlySet<string>;
  count: number;
  seed: string;
};

/** The target range for the chance of a correct answer: challenging but not discouraging. */
const TARGET = { from: 0.75, to: 0.85 };

/**
 * Picks a quiz's questions: new ones first, those closest to the target difficulty first. Then the ones seen longest
 * ago, by day. Ties are broken by the seed. Picks fewer rather than two enemies.
 */
export function pickQuiz(pool: QuizPool): Question[] {
  const random = seeded(pool.seed);
  const ranks = Float64Array.from(pool.questions, (question) =>
    pool.excluded.has(question.id) ? Number.POSITIVE_INFINITY : rankOf(question, pool) + random(),
  );
  return withoutEnemies(inOrder(pool.questions, ranks), pool.count);
}

/** More than all days since 1970, and more than all distances from the target. */
const [MAX_DAYS, MAX_DISTANCE] = [1e6, 20];

/** Lower ranks are picked first. A whole number, so that a fraction can break ties. */
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

/** The distance from the target success rate, rounded to 5% so that similar questions tie and are picked at random. */
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

/** Drops the unanswered items that match. */
export function withoutUpcoming(quiz: Quiz, drop: (item: QuizItem) => boolean): Quiz {
  return { ...quiz, items: quiz.items.filter((item, index) => index < quiz.answers.length || !drop(item)) };
}

/**
 * `notice`: shown above the question. "skipped": the previous question was just posted in one of the learner's guilds.
 */
export type QuizQuestion = {
  show: "question";
  quiz: Quiz;
  position: number;
  question: Question;
  notice?: "resumed" | "skipped";
};
/** `settle` does the work the reply doesn't depend on. If a crash prevents it, the summary makes up for it. */
export type QuizFeedback = {
  show: "feedback";
  quiz: Quiz;
  position: number;
  question: Question;
  answer: QuizAnswer;
  alreadyAnswered: boolean;
  settle: () => Promise<unknown>;
};
