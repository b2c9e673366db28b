import { localDateAt } from "../../platform/time.ts";
import { PRACTICE_CAP, practicePoints } from "../boards/points-rules.ts";
import type { NewCredit } from "../boards/rules.ts";
import type { Bank } from "../questions/bank-rules.ts";
import type { Quiz } from "./rules.ts";

/** What a quiz earns as far as it is answered. A retry earns nothing, nor does what was not played in a guild. */
export function creditsOf(userId: string, quiz: Quiz, bank: Bank): NewCredit[] {
  if (quiz.retry || quiz.guildId === undefined) return [];
  return quiz.answers.flatMap(({ earns, at }, index) => {
    const question = bank.find(quiz.items[index]?.questionId ?? "");
    if (!earns || !question) return [];
    return [
      {
        userId,
        reason: question.id,
        points: practicePoints(question.difficulty),
        at,
        day: localDateAt(at, quiz.zone),
        topic: question.topic,
        dailyCap: PRACTICE_CAP,
      },
    ];
  });
}

/** How much of what was earned was credited for it, and not for an earlier right answer to the same question. */
export function pointsOf(earned: readonly NewCredit[], credited: readonly { points: number; at: number }[]): number {
  return credited.reduce((sum, { points, at }, index) => (earned[index]?.at === at ? sum + points : sum), 0);
}
