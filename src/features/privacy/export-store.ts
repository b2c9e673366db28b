import type { Redis } from "../../platform/redis/client.ts";
import { createExamStore } from "../exams/store.ts";
import type { QuestionHistory } from "../learning/rules.ts";
import { createLearnerStore } from "../learning/store.ts";
import { createPreferenceStore } from "../preferences/store.ts";
import { createActivityStore } from "../profile/store.ts";
import { createQuizStore } from "../quiz/store.ts";
import { iso } from "./guild-data-store.ts";
import type { LearnerData } from "./rules.ts";

/** Kinds of learner keys with their own field in the export. All others are exported as stored. */
export const EXPORTED_LEARNER_KINDS: ReadonlySet<string> = new Set([
  "history",
  "mastery",
  "activity",
  "quiz",
  "exam-attempt",
  "exam-results",
  "preferences",
]);

type LearnerFields = Omit<LearnerData, "userId" | "guilds" | "other">;

export async function readLearnerFields(redis: Redis, userId: string): Promise<LearnerFields> {
  const learners = createLearnerStore(redis);
  const exams = createExamStore(redis);
  const [history, mastery, activity, { quiz }, exam, results, { languages }] = await Promise.all([
    learners.history(userId),
    learners.mastery(userId),
    createActivityStore(redis).list(userId),
    createQuizStore(redis).load(userId),
    exams.loadOpen(userId),
    exams.loadResults(userId),
    createPreferenceStore(redis).load(userId),
  ]);
  return {
    questions: [...history].map(([questionId, answered]) => exportQuestion(questionId, answered)),
    mastery: [...mastery].map(([topic, estimate]) => ({ topic, ...estimate })),
    activity,
    ...(languages.length > 0 && { preferences: { languages: [...languages] } }),
    ...(quiz && {
      quiz: {
        kind: quiz.kind,
        ...(quiz.guildId && { guildId: quiz.guildId }),
        ended: quiz.ended,
        answers: quiz.answers.map(({ response, correct, at }, index) => ({
          questionId: quiz.items[index]?.questionId ?? "",
          response: [...response],
          correct,
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
      correct,
      total,
      passMark,
      missed: missed.map(({ questionId, response }) => ({ questionId, response: [...response] })),
    })),
  };
}

function exportQuestion(
  questionId: string,
  { rev, first, lastAt, attempts, correctAt, card }: QuestionHistory,
): LearnerData["questions"][number] {
  return {
    questionId,
    rev,
    firstAt: iso(first.at),
    firstCorrect: first.correct,
    firstMode: first.mode,
    lastAt: iso(lastAt),
    attempts,
    ...(correctAt !== undefined && { lastCorrectAt: iso(correctAt) }),
    ...(card && { card: { ...card, due: iso(card.due) } }),
  };
}
