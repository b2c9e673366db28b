import type { Instant } from "../../platform/time.ts";
import type { Preferences } from "../preferences/rules.ts";
import { isCorrect, type Response } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { ExamResult, TopicScore } from "./rules.ts";
import { type Blueprint, timeLimit } from "./rules.ts";

/** A learner's attempt at an exam. Accepts actions until it is submitted or times out. */
export type Attempt = {
  /** Unique per learner. A base-36 number that increases with every attempt. */
  id: string;
  module: string;
  /** Seeds the order of the options. Random, so nothing public reveals their original order. */
  seed: string;
  startedAt: Instant;
  endsAt: Instant;
  extraTime: boolean;
  /** Where it was started. Absent in direct messages. */
  guildId?: string;
  items: readonly AttemptItem[];
  /** Index of the current item. */
  position: number;
  /** For compare-and-set. Every action increments it. */
  version: number;
};

export type AttemptItem = {
  questionId: string;
  rev: number;
  /** Absent until the learner answers. */
  response?: Response;
  flagged: boolean;
};

/** Every action names its item, so a repeated click or a click on an old message still does what its label says. */
export type AttemptAction =
  | { type: "answer"; position: number; response: Response }
  | { type: "flag"; position: number; flagged: boolean }
  | { type: "move"; position: number };

/** A request to start an exam. `id` becomes the attempt's id, so a duplicate request starts only one attempt. */
export type ExamRequest = { id: string; module: string; extraTime: boolean; guildId?: string };

/** An item of an open attempt. `question` is absent if the bank no longer has it. */
export type OpenAttempt = { state: "open"; attempt: Attempt; item: AttemptItem; question?: Question };

/** `reason` is "earlier" if the attempt had ended before this request. */
export type EndedAttempt = { state: "ended"; reason: "submitted" | "timeout" | "earlier"; result: ExamResult };

/** Another attempt is open. The learner can resume it, or abandon it for the requested one. */
export type AttemptConflict = { state: "conflict"; attempt: Attempt; request: ExamRequest };

/**
 * `unseenResult` belongs to an attempt that timed out while the learner was away. `languages` are the learner's
 * preferred programming languages.
 */
export type StartedAttempt = (OpenAttempt | AttemptConflict) & {
  unseenResult?: ExamResult;
  languages: Preferences["languages"];
};

/** Typed answers are truncated to this length. All accepted answers are shorter. */
export const MAX_TYPED_LENGTH = 60;

export function newAttempt(
  { id, module, extraTime, guildId }: ExamRequest,
  blueprint: Pick<Blueprint, "minutes">,
  questions: readonly Question[],
  { seed, now }: { seed: string; now: Instant },
): Attempt {
  return {
    id,
    seed,
    version: 0,
    module,
    startedAt: now,
    endsAt: now + timeLimit(blueprint, extraTime),
    extraTime,
    ...(guildId && { guildId }),
    position: 0,
    items: questions.map(({ id: questionId, rev }) => ({ questionId, rev, flagged: false })),
  };
}

/** Whether a response contains only options or steps of the question. */
export function isAnswerTo(question: Question, response: Response): boolean {
  if ("options" in question) return response.every((id) => Object.hasOwn(question.options, id));
  return question.type !== "order" || response.every((id) => Object.hasOwn(question.steps, id));
}

/** Applies an action. Returns the attempt unchanged if it has expired or has no such item. */
export function applyAction(attempt: Attempt, action: AttemptAction, now: Instant): Attempt {
  const item = attempt.items[action.position];
  if (!item || isExpired(attempt, now)) return attempt;

  const items = attempt.items.with(action.position, changeItem(item, action));
  return { ...attempt, items, position: action.position, version: attempt.version + 1 };
}

function changeItem(item: AttemptItem, action: AttemptAction): AttemptItem {
  switch (action.type) {
    case "answer":
      return { ...item, response: action.response };
    case "flag":
      return { ...item, flagged: action.flagged };
    case "move":
      return item;
  }
}

export function isExpired({ endsAt }: Pick<Attempt, "endsAt">, now: Instant): boolean {
  return now >= endsAt;
}

export function countAnswered(items: readonly AttemptItem[]): number {
  return items.filter(({ response }) => response).length;
}

export function countFlagged(items: readonly AttemptItem[]): number {
  return items.filter(({ flagged }) => flagged).length;
}

/** Seeds the order of an item's options. The order is the same in every message, even after a restart. */
export function optionSeed({ seed }: Pick<Attempt, "seed">, questionId: string): string {
  return `${seed}/${questionId}`;
}

export type Score = Pick<ExamResult, "correct" | "total" | "topics" | "missed"> & {
  answered: { question: Question; correct: boolean }[];
};

/**
 * Counts correct answers. There is no penalty for wrong ones. Excludes questions that were removed or changed in
 * meaning after the attempt started.
 */
export function scoreAttempt({ items }: Pick<Attempt, "items">, find: (id: string) => Question | undefined): Score {
  const score: Omit<Score, "topics"> = { correct: 0, total: 0, missed: [], answered: [] };
  const topics = new Map<Topic, TopicScore>();
  for (const { questionId, rev, response } of items) {
    const question = find(questionId);
    if (question?.rev !== rev) continue;

    const correct = response !== undefined && isCorrect(question, response);
    const topic = topics.get(question.topic) ?? { topic: question.topic, correct: 0, total: 0 };
    topics.set(question.topic, topic);
    for (const counts of [score, topic]) {
      counts.total += 1;
      counts.correct += correct ? 1 : 0;
    }
    if (response) score.answered.push({ question, correct });
    if (!correct) score.missed.push({ questionId, response: response ?? [] });
  }
  return { ...score, topics: [...topics.values()] };
}
