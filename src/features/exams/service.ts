import type { Agenda } from "../../platform/jobs/agenda.ts";
import { newSeed } from "../../platform/seed.ts";
import { type Clock, type Instant, isRedelivery, SECOND } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { LearningService } from "../learning/service.ts";
import { isWanted, type Preferences } from "../preferences/rules.ts";
import type { PreferenceStore } from "../preferences/store.ts";
import { isCorrectResponse } from "../questions/answer-rules.ts";
import type { Bank } from "../questions/bank-rules.ts";
import type { OpenQuestionService } from "../questions/open-questions-service.ts";
import {
  type Attempt,
  type AttemptAction,
  type AttemptConflict,
  applyAction,
  type EndedAttempt,
  type ExamRequest,
  isAnswerTo,
  isExpired,
  MAX_TYPED_LENGTH,
  newAttempt,
  type OpenAttempt,
  type StartedAttempt,
  scoreAttempt,
} from "./attempt-rules.ts";
import { drawItems } from "./draw-rules.ts";
import { finishExamJob } from "./jobs.ts";
import { createExamReports, type ExamReports } from "./report-service.ts";
import type { ExamResult } from "./rules.ts";
import { type Blueprint, blueprints, type Exams, passMark, timeLimit } from "./rules.ts";
import type { ExamStore } from "./store.ts";

type Dependencies = {
  store: Pick<ExamStore, "loadOpen" | "save" | "submit" | "loadUnseen">;
  reports: Pick<ExamReports, "result" | "processSubmission">;
  learning: Pick<LearningService, "history">;
  openQuestions: Pick<OpenQuestionService, "load">;
  preferences: Pick<PreferenceStore, "load">;
  agenda: Pick<Agenda, "set" | "setIfAbsent" | "removeDue">;
  bank: Bank;
  exams: Exams;
  clock: Clock;
};

/** The data that `startOrReplace` loads before it draws a new attempt's items. */
type Snapshot = {
  open: Attempt | undefined;
  /** The attempt that another process just created for the same request. */
  created: Attempt | undefined;
  seenAt: ReadonlyMap<string, Instant>;
  openHere: ReadonlySet<string>;
  openElsewhere: Promise<ReadonlySet<string>>;
  preferred: Preferences;
};

/** Practice exams: attempts and their reports. */
export function createExamService(
  dependencies: Omit<Dependencies, "reports"> & Parameters<typeof createExamReports>[0],
) {
  const reports = createExamReports(dependencies);
  return { ...createAttempts({ ...dependencies, reports }), ...reports };
}

export type ExamService = ReturnType<typeof createExamService>;

/** Runs a learner's exam from the first item to submission. All state is in the store. */
export function createAttempts(dependencies: Dependencies) {
  const { store, reports, learning, openQuestions, preferences, agenda, bank, exams, clock } = dependencies;
  const all = blueprints(exams);

  /** Starts an attempt, unless another one is open. */
  async function start(userId: string, request: ExamRequest): Promise<StartedAttempt> {
    const [started, unseenResult, { languages }] = await Promise.all([
      startOrReplace(userId, request, undefined),
      store.loadUnseen(userId),
      preferences.load(userId),
    ]);
    if (started.state === "ended") return start(userId, request);
    return { ...started, languages, ...(unseenResult && { unseenResult }) };
  }

  /** Discards the open attempt `abandonedId` and starts another. */
  async function replace(userId: string, abandonedId: string, request: ExamRequest) {
    return startOrReplace(userId, request, abandonedId);
  }

  async function startOrReplace(
    userId: string,
    request: ExamRequest,
    abandonedId: string | undefined,
  ): Promise<OpenAttempt | AttemptConflict | EndedAttempt> {
    const blueprint = findBlueprint(request.module);
    const entry = { userId, attemptId: request.id };
    for (let addedFor: Instant | undefined; ; ) {
      const timeout = clock() + timeLimit(blueprint, request.extraTime);
      const [open, history, questions, preferred, isAdded] = await Promise.all([
        store.loadOpen(userId),
        learning.history(userId),
        openQuestions.load({ userId, guildId: request.guildId }),
        preferences.load(userId),
        // Runs before the attempt is saved, because an attempt without an agenda entry would never time out.
        agenda.setIfAbsent(finishExamJob, entry, timeout),
      ]);
      if (isAdded) addedFor = timeout;
      const created = open?.id === request.id ? open : undefined;
      const existing = existingOutcome(userId, open, request, abandonedId);
      if (existing) {
        const unused = created ? undefined : addedFor;
        const removed = unused !== undefined && agenda.removeDue(finishExamJob, entry, unused);
        const [shown] = await Promise.all([existing, removed]);
        return shown;
      }

      const seenAt = new Map([...history].map(([id, { lastAt }]) => [id, lastAt]));
      const { inGuild: openHere, inOtherGuilds: openElsewhere } = questions;
      const snapshot = { open, created, seenAt, openHere, openElsewhere, preferred };
      const attempt = await create(userId, request, blueprint, snapshot);
      if (attempt) return show(attempt);
    }
  }

  /** Returns what to show if the request can't start a new attempt or has already started it. */
  function existingOutcome(
    userId: string,
    open: Attempt | undefined,
    request: ExamRequest,
    abandonedId: string | undefined,
  ): Promise<EndedAttempt> | OpenAttempt | AttemptConflict | undefined {
    // A learner who asked to replace the attempt sees its result right away. Others see it as a notice above the new
    // one.
    if (open && isExpired(open, clock())) return end(userId, open, "timeout", abandonedId !== undefined);
    if (open?.id === request.id) return open.version > 0 ? show(open) : undefined;
    if (abandonedId !== undefined) return open?.id === abandonedId ? undefined : endedEarlier(userId, abandonedId);
    return open && { state: "conflict", attempt: open, request };
  }

  /**
   * Draws and saves a new attempt. Returns undefined if the open attempt has changed in the meantime. Excludes
   * questions that are open in any of the learner's guilds, because the report shows answer keys. Other guilds' open
   * questions load more slowly. If one of them was drawn, draws again.
   */
  async function create(
    userId: string,
    request: ExamRequest,
    blueprint: Blueprint,
    { open, created, seenAt, openHere, openElsewhere, preferred }: Snapshot,
  ): Promise<Attempt | undefined> {
    const now = clock();
    const draw = (elsewhere: ReadonlySet<string>) => {
      const questions = bank
        .pool({})
        .filter((one) => isWanted(one, preferred) && !openHere.has(one.id) && !elsewhere.has(one.id));
      const items = drawItems(blueprint, { questions, seenAt, seed: `${userId}/${request.id}` });
      if (items.length === 0) throw new UserError("exam-empty", {});
      return newAttempt(request, blueprint, items, { seed: newSeed(), now });
    };
    const attempt = created ?? draw(new Set());
    const [saved, excluded] = await Promise.all([
      created !== undefined || store.save(userId, open, attempt),
      openElsewhere,
    ]);
    if (!saved) return undefined;
    if (!attempt.items.some(({ questionId }) => excluded.has(questionId))) return attempt;
    const redrawn = { ...draw(excluded), version: 1 };
    return (await store.save(userId, attempt, redrawn)) ? redrawn : undefined;
  }

  /** Returns the open attempt, or the result of one that timed out. */
  async function resume(userId: string): Promise<OpenAttempt | EndedAttempt> {
    const [open, result] = await Promise.all([store.loadOpen(userId), store.loadUnseen(userId)]);
    if (open) return isExpired(open, clock()) ? end(userId, open, "timeout") : show(open);
    if (!result) throw new UserError("exam-none-open", {});
    return { state: "ended", reason: "timeout", result };
  }

  /** Returns an attempt at `position` (default: where the learner left it), or its result if it has ended. */
  async function load(userId: string, attemptId: string, position?: number): Promise<OpenAttempt | EndedAttempt> {
    const open = await store.loadOpen(userId);
    if (open?.id !== attemptId) return endedEarlier(userId, attemptId);
    return isExpired(open, clock()) ? end(userId, open, "timeout") : show(open, position);
  }

  async function act(userId: string, attemptId: string, action: AttemptAction): Promise<OpenAttempt | EndedAttempt> {
    for (;;) {
      const open = await store.loadOpen(userId);
      if (open?.id !== attemptId) return endedEarlier(userId, attemptId);
      const now = clock();
      if (isExpired(open, now)) return end(userId, open, "timeout");

      const next = applyAction(open, validate(open, action), now);
      if (next === open) throw new UserError("button-outdated", {});
      if (await store.save(userId, open, next)) return show(next);
    }
  }

  /** Trims typed text. Throws a UserError if the answer can't be parsed. */
  function validate(attempt: Attempt, action: AttemptAction): AttemptAction {
    if (action.type !== "answer") return action;
    const question = bank.find(attempt.items[action.position]?.questionId ?? "");
    if (!question || !isAnswerTo(question, action.response)) throw new UserError("button-outdated", {});
    const response = action.response.map((text) => text.trim().slice(0, MAX_TYPED_LENGTH));
    // Throws if a number can't be parsed or steps repeat.
    isCorrectResponse(question, response);
    return { ...action, response };
  }

  /** Submits an attempt. Calling it again returns the same result. */
  async function submit(userId: string, attemptId: string): Promise<EndedAttempt> {
    const open = await store.loadOpen(userId);
    if (open?.id !== attemptId) return endedEarlier(userId, attemptId);
    return end(userId, open, isExpired(open, clock()) ? "timeout" : "submitted");
  }

  async function end(
    userId: string,
    attempt: Attempt,
    reason: "submitted" | "timeout",
    seen = true,
  ): Promise<EndedAttempt> {
    const result = resultOf(attempt, reason === "timeout" ? attempt.endsAt : clock());
    // A job processes the submission, so it isn't lost if this process crashes here.
    const [submitted] = await Promise.all([
      store.submit(userId, attempt, result, seen),
      schedule(userId, attempt.id, clock()),
    ]);
    if (submitted) return { state: "ended", reason, result };
    const current = await load(userId, attempt.id);
    return current.state === "ended" ? current : submit(userId, attempt.id);
  }

  function resultOf(attempt: Attempt, endedAt: Instant): ExamResult {
    const { id, module, startedAt, endsAt, extraTime, guildId } = attempt;
    const { correct, total, topics, missed } = scoreAttempt(attempt, bank.find);
    return {
      ...{ id, module, startedAt, endedAt, extraTime, timedOut: endedAt >= endsAt },
      ...(guildId && { guildId }),
      ...{ passMark: passMark(total, exams), correct, total, topics, missed },
    };
  }

  async function endedEarlier(userId: string, attemptId: string): Promise<EndedAttempt> {
    const result = await reports.result(userId, attemptId);
    // Two processes may handle the same click on Submit. The second one finds the attempt already submitted.
    const reason = isRedelivery(result.endedAt, clock()) ? "submitted" : "earlier";
    return { state: "ended", reason: result.timedOut ? "timeout" : reason, result };
  }

  /** Submits the attempt if it has expired, then processes the submission. */
  async function finish({ userId, attemptId }: { userId: string; attemptId: string }): Promise<void> {
    for (;;) {
      const open = await store.loadOpen(userId);
      if (open?.id !== attemptId) break;
      if (!isExpired(open, clock())) return schedule(userId, attemptId, Math.max(open.endsAt, clock() + SECOND));
      if (await store.submit(userId, open, resultOf(open, open.endsAt), false)) break;
    }
    await reports.processSubmission(userId, attemptId);
  }

  function schedule(userId: string, attemptId: string, at: Instant): Promise<void> {
    return agenda.set(finishExamJob, { userId, attemptId }, at);
  }

  function show(attempt: Attempt, position = attempt.position): OpenAttempt {
    const item = attempt.items[position];
    if (!item) throw new UserError("button-outdated", {});
    const question = bank.find(item.questionId);
    return { state: "open", attempt: { ...attempt, position }, item, ...(question && { question }) };
  }

  function findBlueprint(module: string): Blueprint {
    const found = all.find((one) => one.module === module);
    if (!found) throw new UserError("exam-unknown", { given: module });
    return found;
  }

  return { blueprints: all, start, replace, resume, load, act, submit, finish };
}
