import { dailyPoints } from "../boards/rules.ts";
import { type Answer, isCorrect } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";

/** Scores an answer by this revision of its question. Returns the same object if nothing changes. Streaks stay. */
export function rescoreAnswer(answer: Answer, question: Question): Answer {
  const correct = isCorrect(question, answer.response);
  const { base, bonus } = dailyPoints(correct, question.difficulty, answer.streak);
  if (correct === answer.correct && base === answer.base && bonus === answer.bonus) return answer;
  return { ...answer, correct, base, bonus };
}
