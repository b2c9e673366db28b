import type { Instant } from "../../platform/time.ts";
import { isCorrect, type Response } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";

/** A learner's open sitting of an exam. It takes steps until it is submitted or its time is up. */
export type Attempt = {
  /** Unlike that of any other attempt of this learner, and rising with time. */
  id: string;
  module: string;
  startedAt: Instant;
  endsAt: Instant;
  extraTime: boolean;
  /** Where it was started; absent in direct messages. */
  guildId?: string;
  items: readonly Item[];
  /** The item shown, from 0. */
  position: number;
  /** Counts the steps: a step is stored only on what it was taken from. */
  version: number;
};

export type Item = {
  questionId: string;
  rev: number;
  /** Absent: open. */
  response?: Response;
  flagged: boolean;
};

/** Every step names its item, so that one taken twice, or from an older message, does what it says and no more. */
export type Step =
  | { take: "answer"; position: number; response: Response }
  | { take: "flag"; position: number; flagged: boolean }
  | { take: "move"; position: number };

/** The attempt after a step; unchanged once its time is up, or for an item it does not have. */
export function advance(attempt: Attempt, step: Step, now: Instant): Attempt {
  const item = attempt.items[step.position];
  if (!item || isOver(attempt, now)) return attempt;

  const items = attempt.items.with(step.position, after(item, step));
  return { ...attempt, items, position: step.position, version: attempt.version + 1 };
}

function after(item: Item, step: Step): Item {
  switch (step.take) {
    case "answer":
      return { ...item, response: step.response };
    case "flag":
      return { ...item, flagged: step.flagged };
    case "move":
      return item;
  }
}

export function isOver({ endsAt }: Pick<Attempt, "endsAt">, now: Instant): boolean {
  return now >= endsAt;
}

/** The seed of the shuffle of one item's options: the same in every message and after every restart. */
export function optionSeed(attemptId: string, questionId: string): string {
  return `${attemptId}/${questionId}`;
}

export type TopicScore = { topic: Topic; right: number; items: number };

/** What an attempt came to: number right, nothing taken off for wrong ones. */
export type Score = {
  right: number;
  items: number;
  topics: TopicScore[];
  /** What was wrong or left open, in the order it was asked. */
  missed: { questionId: string; response: Response }[];
  /** What was answered, right or wrong. */
  answered: { question: Question; right: boolean }[];
};

/** Scores an attempt. Questions whose meaning changed since it began, or that are gone, are left out of it. */
export function scoreAttempt({ items }: Pick<Attempt, "items">, find: (id: string) => Question | undefined): Score {
  const score: Score = { right: 0, items: 0, topics: [], missed: [], answered: [] };
  const topics = new Map<Topic, TopicScore>();
  for (const { questionId, rev, response } of items) {
    const question = find(questionId);
    if (question?.rev !== rev) continue;

    const right = response !== undefined && isCorrect(question, response);
    const topic = topics.get(question.topic) ?? { topic: question.topic, right: 0, items: 0 };
    topics.set(question.topic, topic);
    for (const tally of [score, topic]) {
      tally.items += 1;
      tally.right += right ? 1 : 0;
    }
    if (response) score.answered.push({ question, right });
    if (!right) score.missed.push({ questionId, response: response ?? [] });
  }
  return { ...score, topics: [...topics.values()] };
}

/** A submitted attempt as it is kept. */
export type Result = Pick<Score, "right" | "items" | "topics" | "missed"> & {
  id: string;
  module: string;
  startedAt: Instant;
  endedAt: Instant;
  extraTime: boolean;
  /** Its time ran out, and it was submitted as it stood. */
  timedOut: boolean;
  passMark: number;
  guildId?: string;
};

export function hasPassed({ right, items, passMark }: Pick<Result, "right" | "items" | "passMark">): boolean {
  return items > 0 && right >= passMark;
}

/** The topic with the smallest share right first; of equals the one with more items. */
export function weakestFirst(topics: readonly TopicScore[]): TopicScore[] {
  return topics.toSorted((a, b) => a.right / a.items - b.right / b.items || b.items - a.items);
}

/** The weakest topics; those without a mistake are none of them. */
export function weakestTopics(topics: readonly TopicScore[], most: number): Topic[] {
  return weakestFirst(topics)
    .filter(({ right, items }) => right < items)
    .slice(0, most)
    .map(({ topic }) => topic);
}

const CLEAR_CHANGE = 0.03;
const COMPARED_WITH = 3;

/** How the latest share stands to the mean of up to three before it; none for a first one. Oldest first. */
export function trendOf(shares: readonly number[]): "rising" | "falling" | "level" | undefined {
  const latest = shares.at(-1);
  const earlier = shares.slice(0, -1).slice(-COMPARED_WITH);
  if (latest === undefined || earlier.length === 0) return undefined;

  const change = latest - earlier.reduce((sum, share) => sum + share, 0) / earlier.length;
  if (Math.abs(change) < CLEAR_CHANGE) return "level";
  return change > 0 ? "rising" : "falling";
}
