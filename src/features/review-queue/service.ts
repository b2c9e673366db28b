import { type Clock, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import type { DirectMessageDelivery } from "../notifications/direct-message-delivery.ts";
import type { SuggestionDecision } from "../notifications/direct-message-rules.ts";
import { DELETED_USER_ID } from "../privacy/rules.ts";
import { isOwn, OWN_QUESTIONS, ownId } from "../questions/own-rules.ts";
import type { Banks, OwnBankStore } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import type { DraftStore, QuestionLinter, QueueStore } from "../suggestions/ports.ts";
import type { Form } from "../suggestions/rules.ts";
import { type Examined, examine, isSound } from "../suggestions/validation.ts";
import type { Case, Report, Suggestion } from "./rules.ts";

type Needs = {
  queue: QueueStore;
  banks: Banks;
  own: OwnBankStore;
  linter: QuestionLinter;
  drafts: DraftStore;
  directMessages: Pick<DirectMessageDelivery, "send">;
  auditLog: Pick<AuditLogService, "recordAndNotify">;
  clock: Clock;
};
type Moderator = { guildId: string; userId: string };
type FormClass = Pick<Form, "topic" | "difficulty">;
type Chosen = Pick<Case, "id" | "edition">;

/** A case as moderators see it, and its place in the queue, from 1. Without one, nothing waits. */
export type CaseView = { place: number; total: number } & (
  | { case: Suggestion; examined: Examined }
  | { case: Report; question: Question | undefined }
);
export type DeskView = CaseView | undefined;

/** Where moderators decide on what members suggested and reported. */
export function createDesk({ queue, banks, own, linter, drafts, directMessages, auditLog, clock }: Needs) {
  /** The case of this id, or the one so many places from it; the first where it is gone. */
  async function view(guildId: string, id?: string, step = 0): Promise<DeskView> {
    const all = await queue.list(guildId);
    const from = Math.max(
      all.findIndex((one) => one.id === id),
      0,
    );
    const place = (from + step + all.length) % all.length;
    const one = all[place];
    if (!one) return undefined;
    const where = { place: place + 1, total: all.length };
    if (one.kind === "suggestion") return { ...where, case: one, examined: await examined(guildId, one.form) };
    return { ...where, case: one, question: (await banks.of(guildId)).find(one.questionId) };
  }

  /** Takes a suggestion into the guild's own questions; its author gets word. */
  async function approve({ guildId, userId }: Moderator, chosen: Chosen): Promise<Question> {
    for (;;) {
      const version = await own.version(guildId);
      const suggestion = await waiting(guildId, chosen, "suggestion");
      const found = await examined(guildId, suggestion.form);
      if (!isSound(found)) throw new UserError("case-faulty", {});

      const { question } = found;
      const outcome = await own.change(guildId, version, [question], suggestion);
      if (outcome === "full") throw new UserError("bank-full", { limit: OWN_QUESTIONS });
      if (outcome === "moved") continue;
      await auditLog.recordAndNotify(guildId, userId, {
        kind: "question",
        action: "approved",
        questionId: question.id,
      });
      tell(suggestion, { guildId, stem: question.stem, questionId: question.id });
      return question;
    }
  }

  /** Puts what a moderator made of a suggestion in its place. */
  async function edit({ guildId, userId }: Moderator, chosen: Chosen, form: Form): Promise<void> {
    const before = await queue.find(guildId, chosen.id);
    if (!isKind(before, "suggestion") || !(await queue.change(guildId, { ...before, ...next(chosen), form }))) {
      await drafts.save(guildId, userId, form);
      throw new UserError("case-kept", {});
    }
    await auditLog.recordAndNotify(guildId, userId, {
      kind: "question",
      action: "edited",
      questionId: nameOf(guildId, form),
    });
  }

  /** Puts a suggestion under another topic or difficulty; its texts stay as they are. */
  async function classify({ guildId, userId }: Moderator, chosen: Chosen, as: Partial<FormClass>): Promise<void> {
    const before = await waiting(guildId, chosen, "suggestion");
    const form = { ...before.form, ...as };
    if (!(await queue.change(guildId, { ...before, ...next(chosen), form }))) throw new UserError("case-gone", {});
    await auditLog.recordAndNotify(guildId, userId, {
      kind: "question",
      action: "edited",
      questionId: nameOf(guildId, form),
    });
  }

  /** Sends a suggestion back with the reason; what was written is its author's draft again, if they began no other. */
  async function deny({ guildId, userId }: Moderator, chosen: Chosen, reason: string): Promise<void> {
    const suggestion = await waiting(guildId, chosen, "suggestion");
    if (!(await queue.settle(guildId, chosen))) throw new UserError("case-gone", {});
    const { by, form } = suggestion;
    if (by !== DELETED_USER_ID && !(await drafts.load(guildId, by))) await drafts.save(guildId, by, form);
    await auditLog.recordAndNotify(guildId, userId, {
      kind: "question",
      action: "denied",
      questionId: nameOf(guildId, form),
      reason,
    });
    tell(suggestion, { guildId, stem: form.stem, reason });
  }

  /** Takes a report off the queue; what it is about stays as it is. */
  async function dismiss({ guildId, userId }: Moderator, chosen: Chosen): Promise<void> {
    const { questionId } = await waiting(guildId, chosen, "report");
    if (!(await queue.settle(guildId, chosen))) throw new UserError("case-gone", {});
    await auditLog.recordAndNotify(guildId, userId, { kind: "question", action: "report-dismissed", questionId });
  }

  /** Retires what a report is about, and settles the report. */
  async function retireReported(moderator: Moderator, chosen: Chosen): Promise<string> {
    const { questionId } = await waiting(moderator.guildId, chosen, "report");
    const question = (await banks.of(moderator.guildId)).find(questionId);
    if (question && !question.retired) await retire(moderator, questionId);
    if (!(await queue.settle(moderator.guildId, chosen))) throw new UserError("case-gone", {});
    return questionId;
  }

  /** From now on nobody here is asked this question; what was asked stays as it was. */
  async function retire(moderator: Moderator, id: string, action: "retired" | "pulled" = "retired"): Promise<void> {
    const day = localDateAt(clock(), "UTC");
    const retired = await changed(moderator, id, (question) => (question.retired ? undefined : { retired: day }));
    if (!retired) throw new UserError("already-retired", { id });
    await auditLog.recordAndNotify(moderator.guildId, moderator.userId, { kind: "question", action, questionId: id });
  }

  async function restore(
    moderator: Moderator,
    id: string,
    action: "restored" | "put-back" = "restored",
  ): Promise<void> {
    const builtIn = banks.builtIn.find(id);
    // What the bot's own authors retired is no guild's to bring back.
    const restored = !builtIn?.retired && (await changed(moderator, id, ({ retired }) => (retired ? {} : undefined)));
    if (!restored) throw new UserError("not-retired", { id });
    await auditLog.recordAndNotify(moderator.guildId, moderator.userId, { kind: "question", action, questionId: id });
  }

  /** Puts `to` in the place of a question's retirement; false where `to` has nothing to change. */
  async function changed(
    { guildId }: Moderator,
    id: string,
    to: (question: Question) => { retired?: string } | undefined,
  ): Promise<boolean> {
    for (;;) {
      const version = await own.version(guildId);
      const found = (await banks.of(guildId)).find(id);
      if (!found) throw new UserError("question-unknown", { given: id });
      const after = to(found);
      if (!after) return false;
      const { retired: _, ...question } = found;
      if (!isOwn(id)) {
        await own.retireBuiltIn(guildId, id, after.retired);
        return true;
      }
      if ((await own.change(guildId, version, [{ ...question, ...after }])) === "done") return true;
    }
  }

  /** The case as the moderator saw it; nobody decides on what somebody else has just changed. */
  async function waiting<Kind extends Case["kind"]>(guildId: string, { id, edition }: Chosen, kind: Kind) {
    const one = await queue.find(guildId, id);
    if (!isKind(one, kind) || one.edition !== edition) throw new UserError("case-gone", {});
    return one;
  }

  async function examined(guildId: string, form: Form): Promise<Examined> {
    return examine(guildId, form, await banks.of(guildId), linter, localDateAt(clock(), "UTC"));
  }

  /** Word for the author, if their direct messages are open; nobody waits for it. */
  function tell({ id, by }: Suggestion, decision: SuggestionDecision): void {
    if (by === DELETED_USER_ID) return;
    directMessages
      .send(by, { kind: "suggestion-decided", ...decision }, `decision/${decision.guildId}/${id}`)
      .catch(() => undefined);
  }

  /** A suggestion that is about to be edited or sent back. */
  function suggestion(guildId: string, chosen: Chosen): Promise<Suggestion> {
    return waiting(guildId, chosen, "suggestion");
  }

  return { view, suggestion, approve, edit, classify, deny, dismiss, retireReported, retire, restore };
}

export type Desk = ReturnType<typeof createDesk>;

/** What a suggestion would be called, for those who look back at what became of it. */
function nameOf(guildId: string, { stem }: Form): string {
  return ownId(guildId, stem, () => false);
}

function next({ edition }: Chosen): Pick<Case, "edition"> {
  return { edition: edition + 1 };
}

function isKind<Kind extends Case["kind"]>(one: Case | undefined, kind: Kind): one is Extract<Case, { kind: Kind }> {
  return one?.kind === kind;
}
