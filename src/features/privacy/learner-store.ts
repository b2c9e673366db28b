import type { Redis } from "../../platform/redis/client.ts";
import { createExamStore } from "../exams/store.ts";
import type { Seen } from "../learning/rules.ts";
import { createLearnerStore } from "../learning/store.ts";
import { createActivityStore } from "../profile/activity-store.ts";
import { createQuizStore } from "../quiz/store.ts";
import type { PersonalRecord } from "./rules.ts";

/** Kinds of a learner's keys that `readLearner` tells; all others are told as they are stored. */
export const TOLD_OF_LEARNER: ReadonlySet<string> = new Set([
  "history",
  "mastery",
  "activity",
  "quiz",
  "exam-attempt",
  "exam-results",
]);

type Told = Pick<PersonalRecord, "questions" | "mastery" | "activity" | "quiz" | "exam" | "examResults">;

/** What is kept about a learner across guilds. */
export async function readLearner(redis: Redis, userId: string): Promise<Told> {
  const learners = createLearnerStore(redis);
  const exams = createExamStore(redis);
  const [seen, mastery, activity, { quiz }, exam, results] = await Promise.all([
    learners.seen(userId),
    learners.mastery(userId),
    createActivityStore(redis).of(userId),
    createQuizStore(redis).load(userId),
    exams.loadOpen(userId),
    exams.loadResults(userId),
  ]);
  return {
    questions: [...seen].map(([questionId, one]) => question(questionId, one)),
    mastery: [...mastery].map(([topic, one]) => ({ topic, ...one })),
    activity,
    ...(quiz && {
      quiz: {
        kind: quiz.kind,
        ...(quiz.guildId && { guildId: quiz.guildId }),
        ended: quiz.ended,
        answers: quiz.answers.map(({ response, right, at }, index) => ({
          questionId: quiz.items[index]?.questionId ?? "",
          response: [...response],
          right,
          at: iso(at),
        })),
      },
    }),
    ...(exam && {
      exam: {
        module: exam.module,
        startedAt: iso(exam.startedAt),
        endsAt: iso(exam.endsAt),
        answers: exam.items.map(({ questionId, response, flagged }) => ({
          questionId,
          ...(response && { response: [...response] }),
          flagged,
        })),
      },
    }),
    examResults: results.map(({ module, startedAt, endedAt, extraTime, correct, total, passMark, missed }) => ({
      module,
      startedAt: iso(startedAt),
      endedAt: iso(endedAt),
      extraTime,
      right: correct,
      items: total,
      passMark,
      missed: missed.map(({ questionId, response }) => ({ questionId, response: [...response] })),
    })),
  };
}

function question(questionId: string, { rev, first, lastAt, times, rightAt, card }: Seen): Told["questions"][number] {
  return {
    questionId,
    rev,
    firstAt: iso(first.at),
    firstRight: first.right,
    firstMode: first.mode,
    lastAt: iso(lastAt),
    times,
    ...(rightAt !== undefined && { rightAt: iso(rightAt) }),
    ...(card && { card: { ...card, due: iso(card.due) } }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
