import type { Instant, LocalDate } from "../../platform/time.ts";
import { advanceStreak, type Streak } from "../daily/rules.ts";
import { type Answer, isCorrect } from "../questions/answer-rules.ts";
import type { Difficulty, Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import {
  type Calendar,
  DEFAULT_CALENDAR,
  PERIODS,
  type Period,
  type PeriodNames,
  periodName,
  periodNames,
} from "./calendar-rules.ts";

/** `sequence` belongs to the answer or credit that reached these points. Ties rank by it, lowest first. */
export type LeaderboardEntry = { userId: string; points: number; sequence: number };

export type Leaderboard = { name: string; period: Period };

/** A leaderboard's name within its guild: "W2026-11-16", or "W2026-11-16:http" for one topic. */
export function leaderboardName(period: Period, names: PeriodNames, topic?: Topic): string {
  return topic ? `${periodName(period, names)}:${topic}` : periodName(period, names);
}

/** All leaderboards that points count toward, today's overall one first. */
export function leaderboardsFor(names: PeriodNames, topic?: Topic): Leaderboard[] {
  const topics = topic ? [undefined, topic] : [undefined];
  return topics.flatMap((only) => PERIODS.map((period) => ({ name: leaderboardName(period, names, only), period })));
}

/** What an answer or credit adds to its member's entries. A guild's answers and credits share one sequence. */
export type Earning = {
  userId: string;
  points: number;
  sequence: number;
  at: Instant;
  /** In the guild's zone. */
  day: LocalDate;
  topic?: Topic;
};

/** Points from quizzes, reviews or exams, or points for a daily question that were withheld until the reveal. */
export type Credit = Earning & {
  /** A question id, a slot id, or a name such as "exam". Each reason is credited once per season. */
  reason: string;
};

export type NewCredit = Omit<Credit, "sequence"> & {
  /** Maximum points credited to a member on this day. */
  dailyCap?: number;
  /**
   * Sequence of the answer whose points were withheld. Credited only once, and only if the recorded answer is still
   * worth these points. If it was rescored, the rescoring credits it.
   */
  withheldSequence?: number;
};

type Computed = { boards: Map<string, LeaderboardEntry[]>; streaks: Map<string, Streak> };

/**
 * Computes a guild's leaderboards and streaks from its answers and credits. Hidden members have streaks but no entries.
 */
export function computeLeaderboards(
  answers: readonly (Answer & { topic: Topic })[],
  credits: readonly Earning[] = [],
  { hidden, calendar = DEFAULT_CALENDAR }: { hidden?: ReadonlySet<string>; calendar?: Calendar } = {},
): Computed {
  const boards = new Map<string, Map<string, LeaderboardEntry>>();
  const streaks = new Map<string, Streak>();

  const earnings = [
    ...answers.map((answer) => ({ ...answer, points: answer.withheld ? 0 : answer.base + answer.bonus })),
    ...credits,
  ].filter(({ userId }) => !hidden?.has(userId));
  for (const earning of earnings) {
    for (const { name } of leaderboardsFor(periodNames(calendar, earning), earning.topic)) {
      const board = boards.get(name) ?? new Map<string, LeaderboardEntry>();
      boards.set(name, board.set(earning.userId, addPoints(board.get(earning.userId), earning)));
    }
  }
  for (const answer of answers.toSorted((a, b) => a.sequence - b.sequence)) {
    streaks.set(answer.userId, advanceStreak(streaks.get(answer.userId), answer.day));
  }

  const ranked = [...boards].map(([name, board]) => [name, [...board.values()].sort(byRank)] as const);
  return { boards: new Map(ranked), streaks };
}

/**
 * Adds an earning to an entry, in any order. The entry's sequence is that of the last earning with points, or of the
 * first earning if none has points.
 */
export function addPoints(
  entry: LeaderboardEntry | undefined,
  { userId, points, sequence }: LeaderboardEntry,
): LeaderboardEntry {
  if (!entry) return { userId, points, sequence };
  if (points === 0 && entry.points > 0) return entry;
  if (points > 0 && entry.points === 0) return { userId, points, sequence };
  const reached = points > 0 ? Math.max(entry.sequence, sequence) : Math.min(entry.sequence, sequence);
  return { userId, points: entry.points + points, sequence: reached };
}

function byRank(a: LeaderboardEntry, b: LeaderboardEntry): number {
  return b.points - a.points || a.sequence - b.sequence;
}

/** Points for an answer to a daily question. */
export type Points = { base: number; bonus: number };

/** `streak` is its length after this answer. Speed doesn't count, because members live in different time zones. */
export function dailyPoints(correct: boolean, difficulty: Difficulty, streak: number): Points {
  return correct ? { base: basePoints(difficulty), bonus: Math.min(streak, 10) } : { base: 0, bonus: 0 };
}

/** Points for a correct answer to a daily question, before the streak bonus. */
export function basePoints(difficulty: Difficulty): number {
  return 10 * difficulty;
}

/** Maximum points a member can earn in a guild per day from quizzes, reviews and live quizzes. */
export const PRACTICE_CAP = 60;

/** Points for a member's first correct answer to a question in a season, in a quiz or review. */
export function practicePoints(difficulty: Difficulty): number {
  return 2 * difficulty;
}

/** Points for passing a mock exam, once per season. */
export const MOCK_EXAM_POINTS = 100;

/**
 * Rescores an answer against this revision of its question, without changing its streak. Returns the same object if
 * nothing changes.
 */
export function rescoreAnswer(answer: Answer, question: Question): Answer {
  const correct = isCorrect(question, answer.response);
  const { base, bonus } = dailyPoints(correct, question.difficulty, answer.streak);
  if (correct === answer.correct && base === answer.base && bonus === answer.bonus) return answer;
  return { ...answer, correct, base, bonus };
}
