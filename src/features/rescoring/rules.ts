import { dailyPoints } from "../boards/points-rules.ts";
import { type Answer, isCorrect } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";

/** An answer as this revision of its question judges it; the same object where nothing changes. Its streak stands. */
export function rejudge(answer: Answer, question: Question): Answer {
  const right = isCorrect(question, answer.response);
  const { base, bonus } = dailyPoints(right, question.difficulty, answer.streak);
  if (right === answer.correct && base === answer.base && bonus === answer.bonus) return answer;
  return { ...answer, correct: right, base, bonus };
}
