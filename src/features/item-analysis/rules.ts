import type { Instant } from "../../platform/time.ts";
import type { Response } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";

/** A member's first answer to a question. */
export type FirstAttempt = { userId: string; questionId: string; correct: boolean; response: Response };

/**
 * Item statistics of first attempts, as defined by Moodle. `facility` is the mean score. `discrimination` is the
 * correlation with the rest score. Members answer different questions, so the rest score is the share of a member's
 * other questions that were answered correctly. Omitted if either side has no variance.
 */
export type ItemStatistics = { questionId: string; attempts: number; facility: number; discrimination?: number };

/**
 * The analysis of a guild's questions. `items` have enough attempts to judge. `early` are the most answered of the
 * others.
 */
export type Analysis = {
  at: Instant;
  items: (ItemStatistics & { rev: number; unchosen: string[] })[];
  early: EarlyItem[];
};
export type EarlyItem = Pick<ItemStatistics, "questionId" | "attempts" | "facility">;

/** With fewer attempts, the statistics are too noisy to judge a question. */
export const MIN_ATTEMPTS = 50;

export const FLAGS = ["misleading", "weak", "too-hard", "too-easy"] as const;
export type Flag = (typeof FLAGS)[number];

/**
 * What moderators should check. Stronger members do worse on a misleading question than weaker ones, so its answer key
 * may be wrong.
 */
export function flagsOf({ attempts, facility, discrimination = 1 }: ItemStatistics): Flag[] {
  if (attempts < MIN_ATTEMPTS) return [];
  return [
    ...(discrimination < 0 ? (["misleading"] as const) : discrimination < 0.1 ? (["weak"] as const) : []),
    ...(facility < 0.3 ? (["too-hard"] as const) : facility > 0.95 ? (["too-easy"] as const) : []),
  ];
}

export function analyzeItems(attempts: readonly FirstAttempt[]): ItemStatistics[] {
  const members = new Map<string, { correct: number; answered: number }>();
  const items = new Map<string, { score: number; member: { correct: number; answered: number } }[]>();
  for (const { userId, questionId, correct } of attempts) {
    const score = correct ? 1 : 0;
    const member = members.get(userId) ?? { correct: 0, answered: 0 };
    members.set(userId, member);
    member.correct += score;
    member.answered += 1;
    const item = items.get(questionId) ?? [];
    items.set(questionId, item);
    item.push({ score, member });
  }

  return [...items].map(([questionId, of]) => {
    const pairs = of.flatMap(({ score, member: { correct, answered } }): [number, number][] =>
      answered > 1 ? [[score, (correct - score) / (answered - 1)]] : [],
    );
    const discrimination = correlation(pairs);
    const facility = of.reduce((sum, { score }) => sum + score, 0) / of.length;
    return { questionId, attempts: of.length, facility, ...(discrimination !== undefined && { discrimination }) };
  });
}

/** Pearson correlation. Undefined if either side has no variance. */
export function correlation(pairs: readonly (readonly [number, number])[]): number | undefined {
  const mean = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  // Anything smaller is rounding error.
  const noise = 1e-12 * pairs.length;
  if (xx <= noise || yy <= noise) return undefined;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Ids of the distractors that no one chose. */
export function unchosen(question: Question, attempts: readonly Pick<FirstAttempt, "response">[]): string[] {
  if (!("options" in question)) return [];
  const chosen = new Set(attempts.flatMap(({ response }) => response));
  return Object.entries(question.options).flatMap(([id, { key }]) => (key || chosen.has(id) ? [] : [id]));
}
