import { type Clock, DEFAULT_ZONE, type LocalDate, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { CreditStore } from "../boards/credit-store.ts";
import { MOCK_EXAM_POINTS } from "../boards/rules.ts";
import { type Readiness, readiness } from "../learning/readiness-rules.ts";
import type { QuestionHistory } from "../learning/rules.ts";
import type { LearningService } from "../learning/service.ts";
import type { ActivityStore } from "../profile/store.ts";
import type { Bank } from "../questions/bank-rules.ts";
import type { OpenQuestionService } from "../questions/open-questions-service.ts";
import { TOPICS } from "../questions/topic-rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { scoreAttempt } from "./attempt-rules.ts";
import {
  blueprints,
  type ExamHistory,
  type ExamResult,
  type Exams,
  hasPassed,
  type MissedQuestion,
  MOCK,
  passMark,
  trendOf,
} from "./rules.ts";
import type { ExamStore } from "./store.ts";

type Dependencies = {
  store: Pick<
    ExamStore,
    | "loadSubmitted"
    | "deleteSubmitted"
    | "loadResult"
    | "loadResults"
    | "loadUnseen"
    | "markSeen"
    | "claimShare"
    | "releaseShare"
  >;
  learning: Pick<LearningService, "history" | "load" | "record">;
  openQuestions: Pick<OpenQuestionService, "of">;
  credits: CreditStore;
  activity: Pick<ActivityStore, "record">;
  settings: Pick<SettingsStore, "zone">;
  bank: Bank;
  exams: Exams;
  clock: Clock;
};

/** Handles everything after an attempt is submitted. */
export function createExamReports(dependencies: Dependencies) {
  const { store, learning, openQuestions, credits, activity, settings, bank, exams, clock } = dependencies;
  const modules = blueprints(exams).map(({ module }) => module);

  /** Throws a UserError if the learner has no such result, perhaps because it was too old and deleted. */
  async function result(userId: string, attemptId: string): Promise<ExamResult> {
    const found = await store.loadResult(userId, attemptId);
    if (!found) throw new UserError("exam-not-found", {});
    return found;
  }

  /** Credits points and updates learning data. Idempotent. */
  async function processSubmission(userId: string, attemptId: string): Promise<void> {
    const [attempt, found] = await Promise.all([
      store.loadSubmitted(userId, attemptId),
      store.loadResult(userId, attemptId),
    ]);
    if (!attempt || !found) return;

    const zone = (found.guildId && (await settings.zone(found.guildId))) || DEFAULT_ZONE;
    const day = localDateAt(found.endedAt, zone);
    await creditPass(userId, found, day);
    const { answered } = scoreAttempt(attempt, bank.find);
    await learning.record(
      userId,
      answered.map(({ question, correct }) => ({ question, correct, at: found.endedAt, mode: "exam" as const })),
    );
    if (answered.length > 0) await activity.record(userId, [{ day, session: attemptId, answers: answered.length }]);
    await store.deleteSubmitted(userId, attemptId);
  }

  async function creditPass(userId: string, passed: ExamResult, day: LocalDate): Promise<void> {
    const { module, guildId, endedAt } = passed;
    if (module !== MOCK || !guildId || !hasPassed(passed)) return;
    await credits.credit(guildId, [{ userId, reason: "exam", points: MOCK_EXAM_POINTS, at: endedAt, day }]);
  }

  /** Returns one of an attempt's missed questions. If the page is past the end, returns the last one. */
  async function missed(
    learner: { userId: string; guildId?: string | undefined },
    attemptId: string,
    requestedPage: number,
  ): Promise<MissedQuestion> {
    const [found, open] = await Promise.all([result(learner.userId, attemptId), openQuestions.of(learner)]);
    const page = Math.min(requestedPage, found.missed.length - 1);
    const { questionId, response } = found.missed[page] ?? {};
    if (questionId === undefined || response === undefined) throw new UserError("exam-nothing-missed", {});
    if (open.has(questionId)) return { result: found, page, response, withheld: true };
    const question = bank.find(questionId);
    return { result: found, page, response, ...(question && { question }) };
  }

  /** Adds every missed question to the learner's review and returns how many there were. */
  async function addMissedToReview(userId: string, attemptId: string): Promise<number> {
    const [found, learner] = await Promise.all([result(userId, attemptId), learning.load(userId)]);
    const outcomes = found.missed.flatMap(({ questionId, response }) => {
      const question = bank.find(questionId);
      if (!question) return [];
      // Answered questions get the same outcome as in processSubmission. The report showed the answers to the others.
      const answered = response.length > 0;
      const mode: "exam" | "shown" = answered ? "exam" : "shown";
      return [{ question, correct: false, at: found.endedAt, mode, retry: !answered }];
    });
    if (outcomes.length === 0) throw new UserError("exam-nothing-missed", {});
    await learning.record(userId, outcomes, learner);
    return outcomes.length;
  }

  async function history(userId: string): Promise<ExamHistory> {
    const [results, answered, unseenResult] = await Promise.all([
      store.loadResults(userId),
      learning.history(userId),
      store.loadUnseen(userId),
    ]);
    return {
      results,
      trends: new Map(modules.map((module) => [module, trendOf(sharesOf(results, module))])),
      readiness: readinessFor(answered),
      ...(unseenResult && { unseenResult }),
    };
  }

  /** Predicts the result of a mock exam from the learner's first answers. */
  function readinessFor(histories: ReadonlyMap<string, Pick<QuestionHistory, "first">>): Readiness {
    const attempts = [...histories].flatMap(([id, { first }]) => {
      const topic = bank.find(id)?.topic;
      return topic && first.mode !== "shown" ? [{ topic, ...first }] : [];
    });
    const items = new Map(TOPICS.map((topic) => [topic, exams.mock.items[topic]]));
    const total = [...items.values()].reduce((sum, count) => sum + count, 0);
    return readiness(attempts, { items, passMark: passMark(total, exams) }, clock());
  }

  /** Returns a result to post publicly. Each result can be shared once a day. `claimId` identifies the interaction. */
  async function share(userId: string, attemptId: string, claimId: string): Promise<ExamResult> {
    const shared = await result(userId, attemptId);
    if (!(await store.claimShare(userId, attemptId, claimId))) throw new UserError("exam-already-shared", {});
    return shared;
  }

  return {
    result,
    processSubmission,
    missed,
    addMissedToReview,
    history,
    readinessFor,
    share,
    /** Undoes `share` if posting failed. */
    cancelShare: store.releaseShare,
    markSeen: store.markSeen,
  };
}

export type ExamReports = ReturnType<typeof createExamReports>;

function sharesOf(results: readonly ExamResult[], module: string): number[] {
  return results
    .filter((result) => result.module === module)
    .map(({ correct, total }) => (total > 0 ? correct / total : 0));
}
