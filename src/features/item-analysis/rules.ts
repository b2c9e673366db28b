import type { Response } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";

/** A member's first answer to a question. */
export type FirstAttempt = { userId: string; questionId: string; right: boolean; response: Response };

/**
 * How a question does in a group, as Moodle defines it on first attempts. `facility`: the mean score. `discrimination`:
 * the correlation of its score with the rest score, that is, the share right of the member's other questions, for here
 * members answer different ones; absent where nothing varies.
 */
export type ItemStatistics = { questionId: string; attempts: number; facility: number; discrimination?: number };

/** Fewer attempts say too little. */
export const FEWEST_ATTEMPTS = 50;

export const FLAGS = ["misleading", "weak", "too-hard", "too-easy"] as const;
export type Flag = (typeof FLAGS)[number];

/** What moderators should look at. A misleading question is one the better members get wrong: perhaps its key is. */
export function flagsOf({ attempts, facility, discrimination }: ItemStatistics): Flag[] {
  if (attempts < FEWEST_ATTEMPTS) return [];
  const separates = discrimination ?? 1;
  return [
    ...(separates < 0 ? (["misleading"] as const) : separates < 0.1 ? (["weak"] as const) : []),
    ...(facility < 0.3 ? (["too-hard"] as const) : facility > 0.95 ? (["too-easy"] as const) : []),
  ];
}

export function analyseItems(attempts: readonly FirstAttempt[]): ItemStatistics[] {
  const members = new Map<string, { right: number; answered: number }>();
  const items = new Map<string, FirstAttempt[]>();
  for (const attempt of attempts) {
    const member = members.get(attempt.userId) ?? { right: 0, answered: 0 };
    members.set(attempt.userId, { right: member.right + score(attempt), answered: member.answered + 1 });
    const item = items.get(attempt.questionId) ?? [];
    items.set(attempt.questionId, item);
    item.push(attempt);
  }

  return [...items].map(([questionId, of]) => {
    const pairs = of.flatMap((attempt): [number, number][] => {
      const { right, answered } = members.get(attempt.userId) ?? { right: 0, answered: 0 };
      return answered > 1 ? [[score(attempt), (right - score(attempt)) / (answered - 1)]] : [];
    });
    const discrimination = correlation(pairs);
    const facility = of.reduce((sum, attempt) => sum + score(attempt), 0) / of.length;
    return { questionId, attempts: of.length, facility, ...(discrimination !== undefined && { discrimination }) };
  });
}

/** Pearson's; undefined where one side does not vary. */
export function correlation(pairs: readonly (readonly [number, number])[]): number | undefined {
  const mean = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  // What is left of sides that do not vary is rounding.
  const noise = 1e-12 * pairs.length;
  if (xx <= noise || yy <= noise) return undefined;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** The wrong options of a question that nobody took, by id. */
export function unchosen(question: Question, attempts: readonly Pick<FirstAttempt, "response">[]): string[] {
  if (!("options" in question)) return [];
  const chosen = new Set(attempts.flatMap(({ response }) => response));
  return Object.entries(question.options).flatMap(([id, { key }]) => (key || chosen.has(id) ? [] : [id]));
}

function score({ right }: FirstAttempt): number {
  return right ? 1 : 0;
}
