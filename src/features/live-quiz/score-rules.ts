import { SECOND } from "../../platform/time.ts";
import { isCorrect } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { Live, LiveAnswer } from "./rules.ts";

/** What a right answer scores in its quiz: all of it at once, half of it in the last moment. */
export function liveScore(took: number, seconds: number): number {
  const limit = seconds * SECOND;
  return Math.round(1000 * (1 - Math.min(Math.max(took, 0), limit) / (2 * limit)));
}

/** Into the boards: for each right answer, and for the first three. */
const RIGHT_ANSWER = 2;
const PODIUM = [10, 6, 4] as const;

export type LivePlace = {
  userId: string;
  /** From 1. */
  place: number;
  score: number;
  right: number;
  /** What the latest round that counts added. */
  gained: number;
  /** How many places up since the round before; absent for who is new. */
  up?: number;
  /** Chose not to be shown by name. */
  hidden?: true;
};

export type LiveResult = LiveAnswer & { question: Question; isRight: boolean; score: number };

/**
 * The answers that count, each judged: not those of skipped rounds, nor of questions that are gone or were changed
 * while they were asked.
 */
export function judged(
  { rounds, seconds }: Pick<Live, "rounds" | "seconds">,
  answers: readonly LiveAnswer[],
  find: (id: string) => Question | undefined,
): LiveResult[] {
  const asked = rounds.map(({ questionId, rev, skipped }) => {
    const question = skipped ? undefined : find(questionId);
    return question?.rev === rev ? question : undefined;
  });
  return answers.flatMap((answer) => {
    const question = asked[answer.round];
    if (!question) return [];
    const right = isCorrect(question, answer.response);
    return [{ ...answer, question, isRight: right, score: right ? liveScore(answer.took, seconds) : 0 }];
  });
}

/** Who stands where after these results, `round` being the one that was just played. */
export function standings(results: readonly LiveResult[], round: number): LivePlace[] {
  const before = ranked(results.filter((one) => one.round < round));
  const places = new Map(before.map(({ userId }, index) => [userId, index + 1]));
  const gained = new Map(results.flatMap((one) => (one.round === round ? [[one.userId, one.score]] : [])));
  return ranked(results).map(({ userId, score, right }, index) => {
    const earlier = places.get(userId);
    return {
      userId,
      place: index + 1,
      score,
      right,
      gained: gained.get(userId) ?? 0,
      ...(earlier !== undefined && { up: earlier - (index + 1) }),
    };
  });
}

type Total = { userId: string; score: number; right: number; took: number };

/** Of equals the one who took less time for what was right stands higher. */
function ranked(results: readonly LiveResult[]): Total[] {
  const totals = new Map<string, Total>();
  for (const { userId, score, isRight: right, took } of results) {
    const total = totals.get(userId) ?? { userId, score: 0, right: 0, took: 0 };
    totals.set(userId, total);
    total.score += score;
    total.right += right ? 1 : 0;
    total.took += right ? took : 0;
  }
  return [...totals.values()].sort(
    (a, b) => b.score - a.score || b.right - a.right || a.took - b.took || (a.userId < b.userId ? -1 : 1),
  );
}

/** What a place earns on the boards. Who played alone beat nobody, and could do so all day: that earns nothing. */
export function boardPoints({ place, score, right }: LivePlace, players: number): number {
  if (players < 2) return 0;
  return RIGHT_ANSWER * right + (score > 0 ? (PODIUM[place - 1] ?? 0) : 0);
}
