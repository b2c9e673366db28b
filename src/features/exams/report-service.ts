import { type Clock, DEFAULT_ZONE, type LocalDate, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { CreditStore } from "../boards/credit-ports.ts";
import { MOCK_EXAM_POINTS } from "../boards/points-rules.ts";
import type { ActivityStore } from "../learning/ports.ts";
import { type Readiness, readiness } from "../learning/readiness-rules.ts";
import type { Seen } from "../learning/rules.ts";
import type { Learning } from "../learning/service.ts";
import type { Response } from "../questions/answer-rules.ts";
import type { Bank } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import { TOPICS } from "../questions/topic-rules.ts";
import type { QuizChoice } from "../quiz/choice-service.ts";
import type { SettingsStore } from "../settings/ports.ts";
import { hasPassed, type Result, scoreAttempt, trendOf } from "./attempt-rules.ts";
import type { ExamStore } from "./ports.ts";
import { blueprints, type Exams, MOCK, passMark } from "./rules.ts";

type Needs = {
  exams: ExamStore;
  learning: Pick<Learning, "seen" | "all" | "record">;
  choice: Pick<QuizChoice, "openTo">;
  credits: CreditStore;
  activity: Pick<ActivityStore, "note">;
  settings: Pick<SettingsStore, "zone">;
  bank: Bank;
  blueprint: Exams;
  clock: Clock;
};

/** A question that was missed in a submitted attempt; pages count from 0. */
export type Missed = {
  result: Result;
  page: number;
  response: Response;
  question?: Question;
  /** A guild of the learner is asked this very question now: its key has to wait. */
  withheld?: true;
};

export type ExamHistory = {
  results: readonly Result[];
  trends: ReadonlyMap<string, ReturnType<typeof trendOf>>;
  readiness: Readiness;
  missed?: Result;
};

/** What becomes of submitted attempts: what they teach and earn, and how their learner looks back on them. */
export function createExamResults({
  exams,
  learning,
  choice,
  credits,
  activity,
  settings,
  bank,
  blueprint,
  clock,
}: Needs) {
  const offered = blueprints(blueprint);

  /** The result of a submitted attempt; throws a UserError where there is none, or no more. */
  async function result(userId: string, attemptId: string): Promise<Result> {
    const found = await exams.result(userId, attemptId);
    if (!found) throw new UserError("exam-over", {});
    return found;
  }

  /** Sees to what follows from a submitted attempt; may be called again after any failure. */
  async function seeTo(userId: string, attemptId: string): Promise<void> {
    const [attempt, kept] = await Promise.all([exams.submitted(userId, attemptId), exams.result(userId, attemptId)]);
    if (!attempt || !kept) return;
    const zone = (kept.guildId && (await settings.zone(kept.guildId))) || DEFAULT_ZONE;
    const day = localDateAt(kept.endedAt, zone);
    await creditPass(userId, kept, day);
    const { answered } = scoreAttempt(attempt, bank.find);
    await learning.record(
      userId,
      answered.map((one) => ({ ...one, at: kept.endedAt, mode: "exam" as const })),
    );
    if (answered.length > 0) await activity.note(userId, [{ day, sitting: attemptId, answers: answered.length }]);
    await exams.settle(userId, attemptId);
  }

  async function creditPass(
    userId: string,
    { module, guildId, endedAt, ...marks }: Result,
    day: LocalDate,
  ): Promise<void> {
    if (module !== MOCK || !guildId || !hasPassed(marks)) return;
    await credits.credit(guildId, [{ userId, reason: "exam", points: MOCK_EXAM_POINTS, at: endedAt, day }]);
  }

  /** One of the questions a submitted attempt missed; a page past the end is the last one. */
  async function missed(
    { userId, guildId }: { userId: string; guildId?: string | undefined },
    attemptId: string,
    wanted: number,
  ): Promise<Missed> {
    const [of, { here, elsewhere }] = await Promise.all([result(userId, attemptId), choice.openTo(userId, guildId)]);
    const page = Math.min(wanted, of.missed.length - 1);
    const one = of.missed[page];
    if (!one) throw new UserError("exam-none-missed", {});
    const missedOne = { result: of, page, response: one.response };
    const there = of.guildId === guildId ? undefined : (await choice.openTo(userId, of.guildId)).here;
    const secrets = [here, there, await elsewhere];
    if (secrets.some((open) => open?.has(one.questionId))) return { ...missedOne, withheld: true };
    const question = bank.find(one.questionId);
    return { ...missedOne, ...(question && { question }) };
  }

  /** Makes cards of all that a submitted attempt missed, what was left open too; how many those are. */
  async function review(userId: string, attemptId: string): Promise<number> {
    const [of, known] = await Promise.all([result(userId, attemptId), learning.all(userId)]);
    const outcomes = of.missed.flatMap(({ questionId, response }) => {
      const question = bank.find(questionId);
      // What was answered is told as seeTo tells it. What was left open was no attempt, but its key has now been shown.
      const answered = response.length > 0;
      const outcome = { right: false, at: of.endedAt, mode: answered ? "exam" : "shown", retry: !answered } as const;
      return question ? [{ ...outcome, question }] : [];
    });
    if (outcomes.length === 0) throw new UserError("exam-none-missed", {});
    await learning.record(userId, outcomes, known);
    return outcomes.length;
  }

  /** How a learner's exams went, and whether the mock exam would be passed now. */
  async function history(userId: string): Promise<ExamHistory> {
    const [results, seen, missed] = await Promise.all([
      exams.results(userId),
      learning.seen(userId),
      exams.untold(userId),
    ]);
    return {
      results,
      trends: new Map(offered.map(({ module }) => [module, trendOf(sharesOf(results, module))])),
      readiness: readinessFor(seen),
      ...(missed && { missed }),
    };
  }

  /** Would the mock exam be passed now, by what was answered right at first sight? */
  function readinessFor(seen: ReadonlyMap<string, Pick<Seen, "first">>): Readiness {
    const attempts = [...seen].flatMap(([id, { first }]) => {
      const topic = bank.find(id)?.topic;
      return topic && first.mode !== "shown" ? [{ topic, ...first }] : [];
    });
    const items = new Map(TOPICS.map((topic) => [topic, blueprint.mock.items[topic]]));
    const all = [...items.values()].reduce((sum, count) => sum + count, 0);
    return readiness(attempts, { items, passMark: passMark(all, blueprint) }, clock());
  }

  /** The result for `by` to show to others, once a day at most. */
  async function share(userId: string, attemptId: string, by: string): Promise<Result> {
    const shared = await result(userId, attemptId);
    if (!(await exams.claimShare(userId, attemptId, by))) throw new UserError("exam-shared", {});
    return shared;
  }

  return { result, seeTo, missed, history, readinessFor, review, share, unshare: exams.releaseShare };
}

export type ExamResults = ReturnType<typeof createExamResults>;

function sharesOf(results: readonly Result[], module: string): number[] {
  return results
    .filter((result) => result.module === module)
    .map(({ right, items }) => (items > 0 ? right / items : 0));
}
