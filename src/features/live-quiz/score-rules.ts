import { SECOND } from "../../platform/time.ts";
import { isCorrect } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { LiveAnswer, LiveQuiz, RankedPlayer, ScoredAnswer } from "./rules.ts";

const MAX_SCORE = 1_000;
/** On the server's leaderboards. */
const POINTS_PER_CORRECT_ANSWER = 2;
const PODIUM_POINTS = [10, 6, 4] as const;

/** The score of a correct answer: 1,000 for an immediate one, falling evenly to half of that at the last moment. */
export function answerScore(elapsed: number, seconds: number): number {
  const limit = seconds * SECOND;
  return Math.round(MAX_SCORE * (1 - Math.min(Math.max(elapsed, 0), limit) / (2 * limit)));
}

/** Scores the answers that count: not those to skipped rounds, nor to questions removed or revised during the quiz. */
export function scoreAnswers(
  { rounds, seconds }: Pick<LiveQuiz, "rounds" | "seconds">,
  answers: readonly LiveAnswer[],
  find: (id: string) => Question | undefined,
): ScoredAnswer[] {
  const questions = rounds.map(({ questionId, rev, skipped }) => {
    const question = skipped ? undefined : find(questionId);
    return question?.rev === rev ? question : undefined;
  });
  return answers.flatMap((answer) => {
    const question = questions[answer.round];
    if (!question) return [];
    const correct = isCorrect(question, answer.response);
    return [{ ...answer, question, correct, score: correct ? answerScore(answer.elapsed, seconds) : 0 }];
  });
}

/** Ranks all players. `round` is the one just played, for what it changed. */
export function rankPlayers(answers: readonly ScoredAnswer[], round: number): RankedPlayer[] {
  const before = sortTotals(answers.filter((answer) => answer.round < round));
  const ranksBefore = new Map(before.map(({ userId }, index) => [userId, index + 1]));
  const gained = new Map(answers.flatMap((answer) => (answer.round === round ? [[answer.userId, answer.score]] : [])));
  return sortTotals(answers).map(({ userId, score, correct }, index) => {
    const rank = index + 1;
    const rankBefore = ranksBefore.get(userId);
    return {
      userId,
      rank,
      score,
      correct,
      gained: gained.get(userId) ?? 0,
      ...(rankBefore !== undefined && { movedUp: rankBefore - rank }),
    };
  });
}

type Total = { userId: string; score: number; correct: number; elapsed: number };

/** Best first. Ties go to more correct answers, then to the faster player. */
function sortTotals(answers: readonly ScoredAnswer[]): Total[] {
  const totals = new Map<string, Total>();
  for (const { userId, score, correct, elapsed } of answers) {
    const total = totals.get(userId) ?? { userId, score: 0, correct: 0, elapsed: 0 };
    totals.set(userId, total);
    total.score += score;
    total.correct += correct ? 1 : 0;
    total.elapsed += correct ? elapsed : 0;
  }
  return [...totals.values()].sort(
    (a, b) => b.score - a.score || b.correct - a.correct || a.elapsed - b.elapsed || (a.userId < b.userId ? -1 : 1),
  );
}

/** What a player earns on the leaderboards. A quiz with one player earns nothing, or anyone could farm points alone. */
export function leaderboardPoints({ rank, score, correct }: RankedPlayer, players: number): number {
  if (players < 2) return 0;
  return POINTS_PER_CORRECT_ANSWER * correct + (score > 0 ? (PODIUM_POINTS[rank - 1] ?? 0) : 0);
}
