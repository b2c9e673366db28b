import { z } from "zod";
import { MINUTE } from "../../platform/time.ts";
import type { Readiness } from "../learning/readiness-rules.ts";
import type { Response } from "../questions/answer-rules.ts";
import type { Difficulty, Question } from "../questions/rules.ts";
import { TOPICS, type Topic, topicSchema } from "../questions/topic-rules.ts";

const count = z.int().positive();
const share = z.number().min(0).max(1);

export const examsSchema = z
  .strictObject({
    /** Share of correct answers required to pass. A practice standard, not a validated one. */
    pass_share: z.number().gt(0).lte(1),
    module: z.strictObject({ items: count, minutes: count }),
    modules: z.array(z.strictObject({ id: z.string().regex(/^[a-z]+$/), topics: z.array(topicSchema).min(1) })),
    mock: z.strictObject({ minutes: count, items: z.record(topicSchema, count) }),
    /** Apply to every exam. */
    quotas: z.strictObject({
      difficulty: z
        .strictObject({ easy: share, medium: share, hard: share })
        .refine(
          ({ easy, medium, hard }) => Math.abs(easy + medium + hard - 1) < 1e-9,
          "expected shares that add up to 1",
        ),
      /** How many items may come from the same file. */
      per_subtopic: count,
      /** How many items may test the same objective. */
      per_objective: count,
    }),
  })
  .refine(({ modules }) => everyTopicOnce(modules.flatMap(({ topics }) => topics)), {
    path: ["modules"],
    error: "expected each topic in exactly one module",
  })
  .refine(({ modules }) => new Set(modules.map(({ id }) => id)).size === modules.length, {
    path: ["modules"],
    error: "expected a unique id for each module",
  });

/** The practice modules and the mock exam, as defined in `exams.yaml`. */
export type Exams = z.infer<typeof examsSchema>;

/** The module id of the mock exam. */
export const MOCK = "mock";
const EXTRA_TIME = 1.5;

/** The number of items by topic and by difficulty, the limits per group, and the time limit of an exam. */
export type Blueprint = {
  module: string;
  items: ReadonlyMap<Topic, number>;
  difficulties: ReadonlyMap<Difficulty, number>;
  perSubtopic: number;
  perObjective: number;
  minutes: number;
};

/** The blueprints of all exams, the mock exam first. */
export function blueprints(exams: Exams): Blueprint[] {
  const { module, mock } = exams;
  const inMock = (topics: readonly Topic[]) => new Map(topics.map((topic) => [topic, mock.items[topic]]));
  return [
    blueprint(exams, { module: MOCK, items: inMock(TOPICS), minutes: mock.minutes }),
    // A module's items are split between its topics in the mock exam's proportions.
    ...exams.modules.map(({ id, topics }) =>
      blueprint(exams, { module: id, items: apportion(module.items, inMock(topics)), minutes: module.minutes }),
    ),
  ];
}

function blueprint({ quotas }: Exams, exam: Pick<Blueprint, "module" | "items" | "minutes">): Blueprint {
  const { easy, medium, hard } = quotas.difficulty;
  const total = [...exam.items.values()].reduce((sum, items) => sum + items, 0);
  const shares = new Map<Difficulty, number>([
    [1, easy],
    [2, medium],
    [3, hard],
  ]);
  return {
    ...exam,
    difficulties: apportion(total, shares),
    perSubtopic: quotas.per_subtopic,
    perObjective: quotas.per_objective,
  };
}

/** Splits `total` in proportion to the weights, by the largest remainder method. */
function apportion<Key>(total: number, weights: ReadonlyMap<Key, number>): Map<Key, number> {
  const sum = [...weights.values()].reduce((all, weight) => all + weight, 0);
  const shares = [...weights].map(([key, weight]) => ({ key, share: (weight * total) / sum }));
  const roundedDown = shares.reduce((all, one) => all + Math.floor(one.share), 0);
  const byRemainder = shares.toSorted((one, other) => (other.share % 1) - (one.share % 1)).map(({ key }) => key);
  const roundedUp = new Set(byRemainder.slice(0, total - roundedDown));
  return new Map(shares.map((one) => [one.key, Math.floor(one.share) + (roundedUp.has(one.key) ? 1 : 0)]));
}

/** In milliseconds. */
export function timeLimit({ minutes }: Pick<Blueprint, "minutes">, extraTime: boolean): number {
  return minutes * MINUTE * (extraTime ? EXTRA_TIME : 1);
}

/** How many of `items` must be answered correctly to pass. */
export function passMark(items: number, { pass_share }: Pick<Exams, "pass_share">): number {
  // Floating point: 0.07 * 100 is 7.000000000000001, which must not round up to 8.
  return Math.ceil(items * pass_share - 1e-9);
}

/** True/false questions are excluded because guessing gets half of them right. */
export function isExamQuestion({ type, retired }: Question): boolean {
  return type !== "true-false" && retired === undefined;
}

function everyTopicOnce(topics: readonly Topic[]): boolean {
  return topics.length === TOPICS.length && new Set(topics).size === TOPICS.length;
}

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
  /** Whether the attempt was submitted by the timeout instead of the learner. */
  timedOut: z.boolean(),
  guildId: z.string().exactOptional(),
  /** How many correct answers are required to pass. */
  passMark: z.int(),
  correct: z.int(),
  total: z.int(),
  topics: z.array(topicScoreSchema),
  /** Questions answered incorrectly or not at all, in exam order. An unanswered one has an empty response. */
  missed: z.array(z.object({ questionId: z.string(), response: z.array(z.string()).readonly() })),
});
export type ExamResult = z.infer<typeof examResultSchema>;

/** A missed question with its explanation. Pages are 0-based. */
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

/** The 95% confidence interval of a learner's true share of correct answers, from 0 to 1. */
export type Band = { from: number; to: number };

/** The z-score of a 95% confidence interval. */
const Z = 1.96;

/**
 * The Wilson score interval of a share: E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", Journal of the American Statistical Association 22 (1927), 209–212. Unlike the textbook interval, it's
 * reliable for 20 items and stays between 0 and 1 (Brown, Cai and DasGupta, Statistical Science 16 (2001), 101–133).
 */
export function scoreBand({ correct, total }: Pick<ExamResult, "correct" | "total">): Band {
  if (total === 0) return { from: 0, to: 1 };
  const share = correct / total;
  const shrink = 1 + Z ** 2 / total;
  const center = (share + Z ** 2 / (2 * total)) / shrink;
  const half = (Z / shrink) * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  return { from: Math.max(center - half, 0), to: Math.min(center + half, 1) };
}

/** How a result compares with the pass mark, given its uncertainty. */
export type Standing = "above" | "unclear" | "below";

export function standingOf(result: Pick<ExamResult, "correct" | "total" | "passMark">): Standing {
  const { passMark: required, total } = result;
  const { from, to } = scoreBand(result);
  if (total > 0 && from >= required / total) return "above";
  return total > 0 && to < required / total ? "below" : "unclear";
}

/** Sorts by share of correct answers, lowest first. Ties go to the topic with more items. */
export function sortWeakestFirst(topics: readonly TopicScore[]): TopicScore[] {
  return topics.toSorted((a, b) => a.correct / a.total - b.correct / b.total || b.total - a.total);
}

/** Up to `limit` topics, weakest first. Excludes topics without a mistake. */
export function weakestTopics(topics: readonly TopicScore[], limit: number): Topic[] {
  return sortWeakestFirst(topics)
    .filter(({ correct, total }) => correct < total)
    .slice(0, limit)
    .map(({ topic }) => topic);
}

const MIN_CHANGE = 0.03;
const PREVIOUS_RESULTS = 3;

/**
 * Compares the last share with the mean of up to three before it. Shares are oldest first. Undefined if there is only
 * one.
 */
export function trendOf(shares: readonly number[]): Trend | undefined {
  const latest = shares.at(-1);
  const previous = shares.slice(0, -1).slice(-PREVIOUS_RESULTS);
  if (latest === undefined || previous.length === 0) return undefined;

  const change = latest - previous.reduce((sum, share) => sum + share, 0) / previous.length;
  if (Math.abs(change) < MIN_CHANGE) return "level";
  return change > 0 ? "rising" : "falling";
}
