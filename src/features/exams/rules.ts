import { z } from "zod";
import { seeded, shuffle } from "../../platform/seed.ts";
import { type Instant, MINUTE } from "../../platform/time.ts";
import type { Readiness } from "../learning/readiness-rules.ts";
import type { Response } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import { TOPICS, type Topic, topicSchema } from "../questions/topic-rules.ts";

const count = z.int().positive();

export const examsSchema = z
  .strictObject({
    /** Share of correct answers required to pass. A practice standard, not a validated one. */
    pass_share: z.number().gt(0).lte(1),
    module: z.strictObject({ items: count, minutes: count }),
    modules: z.array(z.strictObject({ id: z.string().regex(/^[a-z]+$/), topics: z.array(topicSchema).min(1) })),
    mock: z.strictObject({ minutes: count, items: z.record(topicSchema, count) }),
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

/** How many items of each topic an exam has, and its time limit. */
export type Blueprint = { module: string; items: ReadonlyMap<Topic, number>; minutes: number };

/** The blueprints of all exams, the mock exam first. */
export function blueprints(exams: Exams): Blueprint[] {
  const { items, minutes } = exams.mock;
  const mock = { module: MOCK, items: new Map(TOPICS.map((topic) => [topic, items[topic]])), minutes };
  return [mock, ...exams.modules.map(({ id, topics }) => moduleBlueprint(exams, id, topics))];
}

/** Splits a module's items between its topics in the mock exam's proportions, by the largest remainder method. */
function moduleBlueprint({ module, mock }: Exams, id: string, topics: readonly Topic[]): Blueprint {
  const inMock = topics.reduce((sum, topic) => sum + mock.items[topic], 0);
  const shares = topics.map((topic) => ({ topic, share: (mock.items[topic] * module.items) / inMock }));
  const roundedDown = shares.reduce((sum, { share }) => sum + Math.floor(share), 0);
  const byRemainder = shares.toSorted((a, b) => (b.share % 1) - (a.share % 1)).map(({ topic }) => topic);
  const roundedUp = new Set(byRemainder.slice(0, module.items - roundedDown));
  return {
    module: id,
    items: new Map(shares.map(({ topic, share }) => [topic, Math.floor(share) + (roundedUp.has(topic) ? 1 : 0)])),
    minutes: module.minutes,
  };
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

type Draw = {
  questions: readonly Question[];
  /** When the learner last saw each question. Unseen questions are absent. */
  seenAt: ReadonlyMap<string, Instant>;
  seed: string;
};

/** Draws an attempt's items and shuffles them. Prefers unseen questions, then those not seen for the longest time. */
export function drawItems({ items }: Blueprint, { questions, seenAt, seed }: Draw): Question[] {
  const eligible = questions.filter(isExamQuestion);
  const drawn = [...items].flatMap(([topic, wanted]) => {
    const random = seeded(`${seed}/${topic}`);
    return eligible
      .filter((question) => question.topic === topic)
      .map((question) => ({ question, lastSeen: seenAt.get(question.id) ?? 0, tie: random() }))
      .sort((a, b) => a.lastSeen - b.lastSeen || a.tie - b.tie)
      .slice(0, wanted)
      .map(({ question }) => question);
  });
  return shuffle(drawn, seed);
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
  /** Whether the timeout submitted the attempt, not the learner. */
  timedOut: z.boolean(),
  guildId: z.string().exactOptional(),
  /** How many correct answers are required to pass. */
  passMark: z.int(),
  correct: z.int(),
  total: z.int(),
  topics: z.array(topicScoreSchema),
  /** Questions answered incorrectly or not at all (an empty response), in exam order. */
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

/** Compares the last share with the mean of up to three before it. Expects at least two shares, oldest first. */
export function trendOf(shares: readonly number[]): Trend | undefined {
  const latest = shares.at(-1);
  const previous = shares.slice(0, -1).slice(-PREVIOUS_RESULTS);
  if (latest === undefined || previous.length === 0) return undefined;

  const change = latest - previous.reduce((sum, share) => sum + share, 0) / previous.length;
  if (Math.abs(change) < MIN_CHANGE) return "level";
  return change > 0 ? "rising" : "falling";
}
