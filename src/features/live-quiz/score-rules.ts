import { SECOND } from "../../platform/time.ts";
import type { NewCredit } from "../boards/rules.ts";
import { PRACTICE_CAP } from "../boards/rules.ts";
import { isCorrect } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { LiveAnswer, LiveQuiz, RankedPlayer, RoundSummary, ScoredAnswer } from "./rules.ts";

const MAX_SCORE = 1_000;
/** Points on the server's leaderboards. */
const POINTS_PER_CORRECT_ANSWER = 2;
const PODIUM_POINTS = [10, 6, 4] as const;

/**
 * The score of a correct answer: 1,000 for an immediate one, decreasing linearly to 500 at the last moment. `elapsed`
 * is in milliseconds.
 */
export function answerScore(elapsed: number, seconds: number): number {
  const limit = seconds * SECOND;
  return Math.round(MAX_SCORE * (1 - Math.min(Math.max(elapsed, 0), limit) / (2 * limit)));
}

/**
 * A round's question. Undefined if its answers don't count: the round was skipped, or the question was removed or
 * revised.
 */
export function scoredQuestion(
  { rounds }: Pick<LiveQuiz, "rounds">,
  round: number,
  find: (id: string) => Question | undefined,
): Question | undefined {
  const played = rounds[round];
  const question = played && !played.skipped ? find(played.questionId) : undefined;
  return question?.rev === played?.rev ? question : undefined;
}

export function scoreAnswers(question: Question, seconds: number, answers: readonly LiveAnswer[]): ScoredAnswer[] {
  return answers.map((answer) => {
    const correct = isCorrect(question, answer.response);
    return { ...answer, question, correct, score: correct ? answerScore(answer.elapsed, seconds) : 0 };
  });
}

export function summarizeRound(answers: readonly ScoredAnswer[]): RoundSummary {
  const chosen: Record<string, number> = {};
  for (const id of answers.flatMap(({ response }) => response)) chosen[id] = (chosen[id] ?? 0) + 1;
  return { answered: answers.length, correct: answers.filter(({ correct }) => correct).length, chosen };
}

type Total = Omit<RankedPlayer, "rank" | "movedUp"> & { rankBefore?: number };

/** Adds the answers of a round to the previous ranking. */
export function addRound(before: readonly RankedPlayer[], answers: readonly ScoredAnswer[]): RankedPlayer[] {
  const totals = new Map(
    before.map(({ rank, movedUp: _, ...player }): [string, Total] => [
      player.userId,
      { ...player, gained: 0, rankBefore: rank },
    ]),
  );
  for (const { userId, score, correct, elapsed } of answers) {
    const total = totals.get(userId) ?? { userId, score: 0, correct: 0, elapsed: 0 };
    totals.set(userId, {
      ...total,
      score: total.score + score,
      correct: total.correct + (correct ? 1 : 0),
      elapsed: total.elapsed + (correct ? elapsed : 0),
      gained: score,
    });
  }
  return [...totals.values()].sort(compare).map(({ rankBefore, ...player }, index) => ({
    ...player,
    rank: index + 1,
    ...(rankBefore !== undefined && { movedUp: rankBefore - (index + 1) }),
  }));
}

/** Best first. Ties go to more correct answers, then to the faster player. */
function compare(a: Total, b: Total): number {
  return b.score - a.score || b.correct - a.correct || a.elapsed - b.elapsed || (a.userId < b.userId ? -1 : 1);
}

/**
 * The players' leaderboard points: for correct answers, within the daily practice cap, plus a podium bonus. A quiz with
 * one player earns nothing. Otherwise, anyone could farm points alone.
 */
export function creditsFor(
  quizId: string,
  ranking: readonly RankedPlayer[],
  shared: Pick<NewCredit, "at" | "day" | "topic">,
): NewCredit[] {
  if (ranking.length < 2) return [];
  return ranking.flatMap(({ userId, rank, score, correct }) => {
    const answers = POINTS_PER_CORRECT_ANSWER * correct;
    const podium = score > 0 ? (PODIUM_POINTS[rank - 1] ?? 0) : 0;
    return [
      ...(answers > 0
        ? [{ ...shared, userId, reason: `live:${quizId}`, points: answers, dailyCap: PRACTICE_CAP }]
        : []),
      ...(podium > 0 ? [{ ...shared, userId, reason: `podium:${quizId}`, points: podium }] : []),
    ];
  });
}
