import { type Answer, judge } from "./answer.ts";
import { UserError } from "./errors.ts";
import { dailyPoints } from "./points.ts";
import type { Question } from "./question.ts";

/** An answer as this revision of its question judges it; the same object where nothing changes. Its streak stands. */
export function rejudge(answer: Answer, question: Question): Answer {
  const right = isRight(question, answer);
  const { base, bonus } = dailyPoints(right, question.difficulty, answer.streak);
  if (right === answer.right && base === answer.base && bonus === answer.bonus) return answer;
  return { ...answer, right, base, bonus };
}

/** What the corrected question no longer offers, or cannot read, is not right. */
function isRight(question: Question, { response }: Answer): boolean {
  try {
    return judge(question, response);
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
