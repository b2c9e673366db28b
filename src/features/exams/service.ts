import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, type Instant, isEcho, SECOND } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { Learning } from "../learning/service.ts";
import { judge, type Response } from "../questions/answer-rules.ts";
import type { Bank } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import type { QuizChoice } from "../quiz/choice-service.ts";
import { type Attempt, advance, type Item, isOver, type Result, type Step, scoreAttempt } from "./attempt-rules.ts";
import { finishExamJob } from "./jobs.ts";
import type { ExamStore } from "./ports.ts";
import type { ExamResults } from "./report-service.ts";
import { type Blueprint, blueprints, type Draw, drawItems, type Exams, passMark, timeFor } from "./rules.ts";

type Needs = {
  exams: ExamStore;
  results: Pick<ExamResults, "result" | "seeTo">;
  learning: Pick<Learning, "seen">;
  choice: Pick<QuizChoice, "openTo">;
  agenda: Pick<Agenda, "set">;
  bank: Bank;
  blueprint: Exams;
  clock: Clock;
};

/** Which exam a learner wants to begin. `id` names the attempt: the same for a wish told twice, and for no other. */
export type Wish = { id: string; module: string; extraTime: boolean; guildId?: string };

/** The item in front of a learner; no `question` where the bank no longer holds it. */
export type Sitting = { state: "open"; attempt: Attempt; item: Item; question?: Question };
/** `why`: whether the learner just submitted it, time did, or the learner had done so before. */
export type Ended = { state: "ended"; why: "submitted" | "time" | "earlier"; result: Result };
/** Another attempt is open: it is resumed, or abandoned for the wished one. */
export type Busy = { state: "busy"; attempt: Attempt; wish: Wish };
/** `missed`: an attempt that time submitted while its learner was away. */
export type Begun = (Sitting | Busy) & { missed?: Result };

/** The longest typed answer that is kept; every right one is shorter. */
export const LONGEST_TYPED = 60;

/** How a learner sits an exam: from the first item to the report, however often the bot is restarted in between. */
export function createExams({ exams, results, learning, choice, agenda, bank, blueprint, clock }: Needs) {
  const offered = blueprints(blueprint);

  function blueprintOf(module: string): Blueprint {
    const found = offered.find((one) => one.module === module);
    if (!found) throw new UserError("exam-unknown", { given: module });
    return found;
  }

  /** Begins an attempt, unless one is open. */
  async function start(userId: string, wish: Wish): Promise<Begun> {
    const [begun, missed] = await Promise.all([begin(userId, wish, undefined), exams.untold(userId)]);
    if (begun.state === "ended") return start(userId, wish);
    return missed ? { ...begun, missed } : begun;
  }

  /** Begins an attempt in the place of an open one, which is thrown away. */
  async function replace(userId: string, attemptId: string, wish: Wish): Promise<Sitting | Busy | Ended> {
    return begin(userId, wish, attemptId);
  }

  async function begin(userId: string, wish: Wish, abandoned: string | undefined): Promise<Sitting | Busy | Ended> {
    const wanted = blueprintOf(wish.module);
    for (;;) {
      const [open, seen, askedNow] = await Promise.all([
        exams.open(userId),
        learning.seen(userId),
        choice.openTo(userId, wish.guildId),
      ]);
      const now = clock();
      // Whoever begins another has still to be told of it, and may not come to see that other.
      if (open && isOver(open, now)) return end(userId, open, "time", abandoned !== undefined);
      // Another process heard of this very wish; it may be about to take out what is asked elsewhere.
      const begun = open?.id === wish.id ? open : undefined;
      if (begun && begun.version > 0) return sitting(begun);
      if (!begun && abandoned !== undefined && open?.id !== abandoned) return earlier(userId, abandoned);
      if (!begun && abandoned === undefined && open) return { state: "busy", attempt: open, wish };

      const seenAt = new Map([...seen].map(([id, { lastAt }]) => [id, lastAt]));
      // A report shows keys: what is asked in this guild right now is not for an exam.
      const draw = (secret: ReadonlySet<string>) => {
        const questions = bank.pool({}).filter(({ id }) => !askedNow.here.has(id) && !secret.has(id));
        return newAttempt(wanted, wish, { questions, seenAt }, { userId, now });
      };
      const attempt = begun ?? draw(new Set());
      // The agenda first: an entry without an attempt does no harm, an attempt without one would end late.
      const [, saved, secret] = await Promise.all([
        agenda.set(finishExamJob, { userId, attemptId: attempt.id }, attempt.endsAt),
        begun !== undefined || exams.save(userId, open, attempt),
        askedNow.elsewhere,
      ]);
      if (!saved) continue;
      if (!attempt.items.some(({ questionId }) => secret.has(questionId))) return sitting(attempt);
      const other = { ...draw(secret), version: 1 };
      if (await exams.save(userId, attempt, other)) return sitting(other);
    }
  }

  /** The open attempt where it was left, or the report of the one that time has ended since. */
  async function resume(userId: string): Promise<Sitting | Ended> {
    const [open, result] = await Promise.all([exams.open(userId), exams.untold(userId)]);
    if (open) return isOver(open, clock()) ? end(userId, open, "time") : sitting(open);
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

  async function end(userId: string, attempt: Attempt, why: "submitted" | "time", told = true): Promise<Ended> {
    const result = resultOf(attempt, why === "time" ? attempt.endsAt : clock());
    // What follows from the result comes by the agenda, so that no crash can swallow it.
    const [finished] = await Promise.all([
      exams.finish(userId, attempt, result, told),
      agenda.set(finishExamJob, { userId, attemptId: attempt.id }, clock()),
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
    const result = await results.result(userId, attemptId);
    // Submitted a moment ago: by the same tap, which another process heard too.
    const why = isEcho(result.endedAt, clock()) ? "submitted" : "earlier";
    return { state: "ended", why: result.timedOut ? "time" : why, result };
  }

  /** The agenda's part: submits an attempt whose time is up, and sees to what follows from a submitted one. */
  async function settle({ userId, attemptId }: { userId: string; attemptId: string }): Promise<void> {
    for (;;) {
      const open = await exams.open(userId);
      if (open?.id !== attemptId) break;
      if (!isOver(open, clock()))
        return agenda.set(finishExamJob, { userId, attemptId }, Math.max(open.endsAt, clock() + SECOND));
      if (await exams.finish(userId, open, resultOf(open, open.endsAt), false)) break;
    }

    await results.seeTo(userId, attemptId);
  }

  function sitting(attempt: Attempt, position = attempt.position): Sitting {
    const item = attempt.items[position];
    if (!item) throw new UserError("button-outdated", {});
    const question = bank.find(item.questionId);
    return { state: "open", attempt: { ...attempt, position }, item, ...(question && { question }) };
  }

  return { offered, start, replace, resume, told: exams.markTold, look, take, submit, settle };
}

export type ExamService = ReturnType<typeof createExams>;

/** Does the response name what the question offers? */
function isAnswerTo(question: Question, response: Response): boolean {
  if ("options" in question) return response.every((id) => Object.hasOwn(question.options, id));
  return question.type !== "order" || response.every((id) => Object.hasOwn(question.steps, id));
}

function newAttempt(
  blueprint: Blueprint,
  { id, module, extraTime, guildId }: Wish,
  pool: Omit<Draw, "seed">,
  { userId, now }: { userId: string; now: Instant },
): Attempt {
  const items = drawItems(blueprint, { ...pool, seed: `${userId}/${id}` });
  if (items.length === 0) throw new UserError("exam-empty", {});
  return {
    id,
    version: 0,
    module,
    startedAt: now,
    endsAt: now + timeFor(blueprint, extraTime),
    extraTime,
    ...(guildId && { guildId }),
    position: 0,
    items: items.map(({ id: questionId, rev }) => ({ questionId, rev, flagged: false })),
  };
}
