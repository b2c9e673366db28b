import type { Instant } from "../../platform/time.ts";
import type { Readiness } from "../learning/readiness-rules.ts";
import type { Response } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";

export type TopicScore = { topic: Topic; correct: number; total: number };

/** The result of a submitted attempt. */
export type ExamResult = {
  /** The attempt's id. */
  id: string;
  module: string;
  startedAt: Instant;
  endedAt: Instant;
  extraTime: boolean;
  /** Submitted by the timeout, not by the learner. */
  timedOut: boolean;
  guildId?: string;
  /** How many correct answers it takes to pass. */
  passMark: number;
  correct: number;
  total: number;
  topics: TopicScore[];
  /** Questions answered wrong or not at all (an empty response), in the order of the exam. */
  missed: { questionId: string; response: Response }[];
};

/** A missed question with its explanation. Pages start at 0. */
export type MissedQuestion = {
  result: ExamResult;
  page: number;
  response: Response;
  /** Absent if the question was removed from the bank, or is `withheld`. */
  question?: Question;
  /** One of the learner's servers has this question open, so its answer key must stay private. */
  withheld?: true;
};

export type Trend = "rising" | "falling" | "level";

export type ExamHistory = {
  /** Oldest first. */
  results: readonly ExamResult[];
  trends: ReadonlyMap<string, Trend | undefined>;
  readiness: Readiness;
  unseenResult?: ExamResult;
};

export function hasPassed({ correct, total, passMark }: Pick<ExamResult, "correct" | "total" | "passMark">): boolean {
  return total > 0 && correct >= passMark;
}

/** Sorts by share of correct answers, lowest first; among equals the topic with more items comes first. */
export function sortWeakestFirst(topics: readonly TopicScore[]): TopicScore[] {
  return topics.toSorted((a, b) => a.correct / a.total - b.correct / b.total || b.total - a.total);
}

/** Up to `limit` topics, weakest first. A topic without a mistake is not weak. */
export function weakestTopics(topics: readonly TopicScore[], limit: number): Topic[] {
  return sortWeakestFirst(topics)
    .filter(({ correct, total }) => correct < total)
    .slice(0, limit)
    .map(({ topic }) => topic);
}

const MIN_CHANGE = 0.03;
const PREVIOUS_RESULTS = 3;

/** Compares the last share with the mean of up to three before it. Takes shares oldest first; needs at least two. */
export function trendOf(shares: readonly number[]): Trend | undefined {
  const latest = shares.at(-1);
  const previous = shares.slice(0, -1).slice(-PREVIOUS_RESULTS);
  if (latest === undefined || previous.length === 0) return undefined;

  const change = latest - previous.reduce((sum, share) => sum + share, 0) / previous.length;
  if (Math.abs(change) < MIN_CHANGE) return "level";
  return change > 0 ? "rising" : "falling";
}
