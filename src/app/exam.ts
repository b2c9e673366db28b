import { judge, type Response } from "../core/answer.ts";
import {
  type Attempt,
  advance,
  hasPassed,
  type Item,
  isOver,
  type Result,
  type Step,
  scoreAttempt,
  trendOf,
} from "../core/attempt.ts";
import { UserError } from "../core/errors.ts";
import { type Blueprint, blueprints, drawItems, type Exams, MOCK, passMark, timeFor } from "../core/exam.ts";
import { MOCK_EXAM_POINTS } from "../core/points.ts";
import type { Question } from "../core/question.ts";
import { type Readiness, readiness } from "../core/readiness.ts";
import { type Clock, type Instant, localDateAt } from "../core/time.ts";
import type { Learning } from "./learning.ts";
import type { Agenda, Bank, CreditStore, ExamStore, SettingsStore } from "./ports.ts";

type Needs = {
  exams: ExamStore;
  learning: Pick<Learning, "seen" | "record">;
  agenda: Agenda;
  bank: Bank;
  blueprint: Exams;
  credits: CreditStore;
  settings: Pick<SettingsStore, "zone">;
  clock: Clock;
};

/** Which exam a learner wants to begin. */
export type Wish = { module: string; extraTime: boolean; guildId?: string };

/** The item in front of a learner; no `question` where the bank no longer holds it. */
export type Sitting = { state: "open"; attempt: Attempt; item: Item; question?: Question };
/** `why`: whether the learner just submitted it, time did, or it was over before. */
export type Ended = { state: "ended"; why: "submitted" | "time" | "earlier"; result: Result };
/** Another attempt is open: it is resumed, or abandoned for the wished one. */
export type Busy = { state: "busy"; attempt: Attempt; wish: Wish };
/** `missed`: an attempt that time submitted while its learner was away. */
export type Begun = (Sitting | Busy) & { missed?: Result };

/** A question that was missed in a submitted attempt; pages count from 0. */
export type Missed = { result: Result; page: number; response: Response; question?: Question };

export type ExamHistory = {
  results: readonly Result[];
  trends: ReadonlyMap<string, ReturnType<typeof trendOf>>;
  readiness: Readiness;
  missed?: Result;
};

/** The longest typed answer that is kept; every right one is shorter. */
const LONGEST_TYPED = 60;

/** How a learner sits an exam: from the first item to the report, however often the bot is restarted in between. */
export function createExams({ exams, learning, agenda, bank, blueprint, credits, settings, clock }: Needs) {
  const offered = blueprints(blueprint);
  const mock = blueprintOf(MOCK);

  function blueprintOf(module: string): Blueprint {
    const found = offered.find((one) => one.module === module);
    if (!found) throw new UserError("exam-unknown", { given: module });
    return found;
  }

  /** Begins an attempt, unless one is open. */
  async function start(userId: string, wish: Wish): Promise<Begun> {
    const [begun, untold] = await Promise.all([begin(userId, wish, undefined), exams.takeUntold(userId)]);
    if (begun.state === "ended") return { ...(await start(userId, wish)), missed: begun.result };
    const missed = untold === undefined ? undefined : await exams.result(userId, untold);
    return missed ? { ...begun, missed } : begun;
  }

  /** Begins an attempt in the place of an open one, which is thrown away. */
  async function replace(userId: string, attemptId: string, wish: Wish): Promise<Sitting | Busy | Ended> {
    return begin(userId, wish, attemptId);
  }

  async function begin(userId: string, wish: Wish, abandoned: string | undefined): Promise<Sitting | Busy | Ended> {
    const wanted = blueprintOf(wish.module);
    for (;;) {
      const [open, seen] = await Promise.all([exams.open(userId), learning.seen(userId)]);
      const now = clock();
      if (open && isOver(open, now)) return end(userId, open, "time");
      if (open && open.id !== abandoned) return { state: "busy", attempt: open, wish };

      const seenAt = new Map([...seen].map(([id, { lastAt }]) => [id, lastAt]));
      const attempt = draw(userId, wanted, wish, seenAt, now);
      // The agenda first: an entry without an attempt does no harm, an attempt without one would end late.
      const [, saved] = await Promise.all([
        agenda.set({ kind: "exam", userId, attemptId: attempt.id }, attempt.endsAt),
        exams.save(userId, open, attempt),
      ]);
      if (saved) return sitting(attempt);
    }
  }

  function draw(
    userId: string,
    wanted: Blueprint,
    wish: Wish,
    seenAt: ReadonlyMap<string, Instant>,
    now: Instant,
  ): Attempt {
    const id = now.toString(36);
    const items = drawItems(wanted, { questions: bank.pool({}), seenAt, seed: `${userId}/${id}` });
    if (items.length === 0) throw new UserError("exam-empty", {});
    return {
      id,
      version: 0,
      module: wish.module,
      startedAt: now,
      endsAt: now + timeFor(wanted, wish.extraTime),
      extraTime: wish.extraTime,
      ...(wish.guildId && { guildId: wish.guildId }),
      position: 0,
      items: items.map(({ id: questionId, rev }) => ({ questionId, rev, flagged: false })),
    };
  }

  /** The open attempt where it was left, or the report of the one that time has ended since. */
  async function resume(userId: string): Promise<Sitting | Ended> {
    const [open, untold] = await Promise.all([exams.open(userId), exams.takeUntold(userId)]);
    if (open) return isOver(open, clock()) ? end(userId, open, "time") : sitting(open);

    const result = untold === undefined ? undefined : await exams.result(userId, untold);
    if (!result) throw new UserError("exam-none-open", {});
    return { state: "ended", why: "time", result };
  }

  /** An attempt as it stands, at `position` or where it was left; its report once it is over. */
  async function look(userId: string, attemptId: string, position?: number): Promise<Sitting | Ended> {
    const open = await exams.open(userId);
    if (open?.id !== attemptId) return earlier(userId, attemptId);
    return isOver(open, clock()) ? end(userId, open, "time") : sitting(open, position);
  }

  /** Takes a step of this attempt, and of no other. */
  async function take(userId: string, attemptId: string, step: Step): Promise<Sitting | Ended> {
    for (;;) {
      const open = await exams.open(userId);
      if (open?.id !== attemptId) return earlier(userId, attemptId);
      const now = clock();
      if (isOver(open, now)) return end(userId, open, "time");

      const next = advance(open, readable(open, step), now);
      if (next === open) throw new UserError("button-outdated", {});
      if (await exams.save(userId, open, next)) return sitting(next);
    }
  }

  /** An answer as it is kept; throws a UserError for one that cannot be read. */
  function readable(attempt: Attempt, step: Step): Step {
    if (step.take !== "answer") return step;
    const question = bank.find(attempt.items[step.position]?.questionId ?? "");
    if (!question || !isAnswerTo(question, step.response)) throw new UserError("button-outdated", {});
    const response = step.response.map((text) => text.trim().slice(0, LONGEST_TYPED));
    const repeated = question.type === "order" && response.find((id, index) => response.indexOf(id) !== index);
    if (repeated) throw new UserError("order-repeats", { step: question.steps[repeated] ?? repeated });
    judge(question, response);
    return { ...step, response };
  }

  /** Submits what was answered. Called again, it tells the same result. */
  async function submit(userId: string, attemptId: string): Promise<Ended> {
    const open = await exams.open(userId);
    if (open?.id !== attemptId) return earlier(userId, attemptId);
    return end(userId, open, isOver(open, clock()) ? "time" : "submitted");
  }

  async function end(userId: string, attempt: Attempt, why: "submitted" | "time"): Promise<Ended> {
    const result = resultOf(attempt, why === "time" ? attempt.endsAt : clock());
    // What follows from the result comes by the agenda, so that no crash can swallow it.
    const [finished] = await Promise.all([
      exams.finish(userId, attempt, result, true),
      agenda.set({ kind: "exam", userId, attemptId: attempt.id }, clock()),
    ]);
    if (finished) return { state: "ended", why, result };
    const now = await look(userId, attempt.id);
    return now.state === "ended" ? now : submit(userId, attempt.id);
  }

  function resultOf(attempt: Attempt, endedAt: Instant): Result {
    const { right, items, topics, missed } = scoreAttempt(attempt, bank.find);
    const { id, module, startedAt, endsAt, extraTime, guildId } = attempt;
    return {
      id,
      module,
      startedAt,
      endedAt,
      extraTime,
      timedOut: endedAt >= endsAt,
      passMark: passMark(items, blueprint),
      ...(guildId && { guildId }),
      right,
      items,
      topics,
      missed,
    };
  }

  async function earlier(userId: string, attemptId: string): Promise<Ended> {
    return { state: "ended", why: "earlier", result: await resultBy(userId, attemptId) };
  }

  /** The result of a submitted attempt; throws a UserError where there is none, or no more. */
  async function resultBy(userId: string, attemptId: string): Promise<Result> {
    const result = await exams.result(userId, attemptId);
    if (!result) throw new UserError("exam-over", {});
    return result;
  }

  /** The agenda's part: submits an attempt whose time is up, and sees to what follows from a submitted one. */
  async function settle({ userId, attemptId }: { userId: string; attemptId: string }): Promise<void> {
    for (;;) {
      const open = await exams.open(userId);
      if (open?.id !== attemptId) break;
      if (!isOver(open, clock())) return agenda.set({ kind: "exam", userId, attemptId }, open.endsAt);
      if (await exams.finish(userId, open, resultOf(open, open.endsAt), false)) break;
    }

    const [attempt, result] = await Promise.all([exams.submitted(userId, attemptId), exams.result(userId, attemptId)]);
    if (!attempt || !result) return;
    const { answered } = scoreAttempt(attempt, bank.find);
    await learning.record(
      userId,
      answered.map((one) => ({ ...one, at: result.endedAt, mode: "exam" as const })),
    );
    await creditPass(userId, result);
    await exams.settle(userId, attemptId);
  }

  async function creditPass(userId: string, { module, guildId, endedAt, ...marks }: Result): Promise<void> {
    if (module !== MOCK || !guildId || !hasPassed(marks)) return;
    const day = localDateAt(endedAt, (await settings.zone(guildId)) ?? "UTC");
    await credits.credit(guildId, [{ userId, reason: "exam", points: MOCK_EXAM_POINTS, at: endedAt, day }]);
  }

  /** One of the questions a submitted attempt missed; a page past the end is the last one. */
  async function missed(userId: string, attemptId: string, wanted: number): Promise<Missed> {
    const result = await resultBy(userId, attemptId);
    const page = Math.min(wanted, result.missed.length - 1);
    const one = result.missed[page];
    if (!one) throw new UserError("exam-none-missed", {});
    const question = bank.find(one.questionId);
    return { result, page, response: one.response, ...(question && { question }) };
  }

  async function history(userId: string): Promise<ExamHistory> {
    const [results, seen, untold] = await Promise.all([
      exams.results(userId),
      learning.seen(userId),
      exams.takeUntold(userId),
    ]);
    const items = [...mock.items.values()].reduce((sum, count) => sum + count, 0);
    const attempts = [...seen].flatMap(([id, { first }]) => {
      const topic = bank.find(id)?.topic;
      return topic ? [{ topic, ...first }] : [];
    });
    const late = results.find(({ id }) => id === untold);
    return {
      results,
      trends: new Map(offered.map(({ module }) => [module, trendOf(sharesOf(results, module))])),
      readiness: readiness(attempts, { items: mock.items, passMark: passMark(items, blueprint) }, clock()),
      ...(late && { missed: late }),
    };
  }

  /** The result to show to others, once a day at most. */
  async function share(userId: string, attemptId: string): Promise<Result> {
    const result = await resultBy(userId, attemptId);
    if (!(await exams.markShared(userId, attemptId))) throw new UserError("exam-shared", {});
    return result;
  }

  function sitting(attempt: Attempt, position = attempt.position): Sitting {
    const item = attempt.items[position];
    if (!item) throw new UserError("button-outdated", {});
    const question = bank.find(item.questionId);
    return { state: "open", attempt: { ...attempt, position }, item, ...(question && { question }) };
  }

  return { offered, start, replace, resume, look, take, submit, settle, result: resultBy, missed, history, share };
}

export type ExamService = ReturnType<typeof createExams>;

function sharesOf(results: readonly Result[], module: string): number[] {
  return results
    .filter((result) => result.module === module)
    .map(({ right, items }) => (items > 0 ? right / items : 0));
}

/** Does the response name what the question offers? */
function isAnswerTo(question: Question, response: Response): boolean {
  if ("options" in question) return response.every((id) => Object.hasOwn(question.options, id));
  return question.type !== "order" || response.every((id) => Object.hasOwn(question.steps, id));
}
