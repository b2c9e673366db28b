import { z } from "zod";
import type { Readiness } from "../learning/readiness-rules.ts";
import type { Response } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import { type Topic, topicSchema } from "../questions/topic-rules.ts";

const topicScoreSchema = z.object({ topic: topicSchema, correct: z.int(), total: z.int() });
export type TopicScore = z.infer<typeof topicScoreSchema>;

/** The result of a submitted attempt. */
export const examResultSchema = z.object({
  /** The attempt's id. */
  id: z.string(),
  module: z.string(),
  startedAt: z.int(),
  endedAt: z.int(),
  extraTime: z.boolean(),
  /** Submitted by the timeout, not by the learner. */
  timedOut: z.boolean(),
  guildId: z.string().exactOptional(),
  /** How many correct answers it takes to pass. */
  passMark: z.int(),
  correct: z.int(),
  total: z.int(),
  topics: z.array(topicScoreSchema),
  /** Questions answered wrong or not at all (an empty response), in the order of the exam. */
  missed: z.array(z.object({ questionId: z.string(), response: z.array(z.string()).readonly() })),
});
export type ExamResult = z.infer<typeof examResultSchema>;

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
