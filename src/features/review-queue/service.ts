import { type Clock, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import type { DirectMessageDelivery } from "../notifications/delivery.ts";
import type { SuggestionDecision } from "../notifications/rules.ts";
import { DELETED_USER_ID } from "../privacy/rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { BankStore } from "../questions/bank-store.ts";
import type { OpenQuestionService } from "../questions/open-questions-service.ts";
import { isOwn, MAX_OWN_BYTES, MAX_OWN_QUESTIONS, ownId } from "../questions/own-rules.ts";
import type { Question } from "../questions/rules.ts";
import { type Form, fieldsOf, isValid, type ValidatedForm } from "../suggestions/rules.ts";
import type { DraftStore } from "../suggestions/store.ts";
import type { ValidationService } from "../suggestions/validation-service.ts";
import { hasKind, type Report, type ReviewItem, type ReviewItemRef, type Suggestion } from "./rules.ts";
import type { ReviewQueueStore } from "./store.ts";

type Moderator = { guildId: string; userId: string };
type QuestionAction =
  | "approved"
  | "edited"
  | "denied"
  | "report-dismissed"
  | "retired"
  | "pulled"
  | "restored"
  | "put-back";

/** What moderators see of an item. `position` in the queue is 1-based. */
export type ReviewItemView = { position: number; total: number } & (
  | { item: Suggestion; validated: ValidatedForm }
  | { item: Report; question: Question | undefined; withKey: boolean }
);
/** Undefined if the queue is empty. */
export type ReviewQueueView = ReviewItemView | undefined;

/** Lets moderators decide on suggestions and reports, and retire or restore questions. */
export function createReviewQueueService({
  queue,
  banks,
  own,
  openQuestions,
  validation,
  drafts,
  directMessages,
  auditLog,
  clock,
}: {
  queue: Pick<ReviewQueueStore, "list" | "find" | "replace" | "remove">;
  banks: Pick<BankService, "of" | "builtIn">;
  own: Pick<BankStore, "version" | "change" | "retireBuiltIn">;
  openQuestions: Pick<OpenQuestionService, "withheldFromModerator">;
  validation: Pick<ValidationService, "validate">;
  drafts: Pick<DraftStore, "saveIfAbsent">;
  directMessages: Pick<DirectMessageDelivery, "send">;
  auditLog: Pick<AuditLogService, "recordAndNotify">;
  clock: Clock;
}) {
  /**
   * Returns the item with this id, or the one `step` positions away. Starts at the first item if that one was already
   * decided.
   */
  async function view(moderator: Moderator, id?: string, step = 0): Promise<ReviewQueueView> {
    const { guildId } = moderator;
    const items = await queue.list(guildId);
    const start = Math.max(
      items.findIndex((item) => item.id === id),
      0,
    );
    const index = (start + step + items.length) % items.length;
    const item = items[index];
    if (!item) return undefined;
    const page = { position: index + 1, total: items.length };
    if (item.kind === "suggestion")
      return { ...page, item, validated: await validation.validate(moderator, item.form) };
    const [bank, withheld] = await Promise.all([banks.of(guildId), openQuestions.withheldFromModerator(moderator)]);
    return { ...page, item, question: bank.find(item.questionId), withKey: !withheld.has(item.questionId) };
  }

  /** Approves a suggestion: adds it to the guild's own questions and notifies its author. */
  async function approve(moderator: Moderator, ref: ReviewItemRef): Promise<Question> {
    const { guildId } = moderator;
    for (;;) {
      const version = await own.version(guildId);
      const suggestion = await currentItem(guildId, ref, "suggestion");
      const validated = await validation.validate(moderator, suggestion.form);
      if (!isValid(validated)) throw new UserError("suggestion-invalid", {});

      const { question } = validated;
      const outcome = await own.change(guildId, version, [question], suggestion);
      if (outcome === "full") throw new UserError("bank-full", { limit: MAX_OWN_QUESTIONS });
      if (outcome === "too-large") throw new UserError("bank-too-large", { limit: MAX_OWN_BYTES / 1_000_000 });
      if (outcome === "stale") continue;
      await record(moderator, "approved", question.id);
      notifyAuthor(suggestion, { guildId, stem: question.stem, questionId: question.id });
      return question;
    }
  }

  /**
   * Replaces a suggestion with a moderator's edit. If someone else changed it first, throws a UserError. The edit isn't
   * lost: it's saved as the moderator's draft or included in the error.
   */
  async function edit(moderator: Moderator, ref: ReviewItemRef, form: Form): Promise<void> {
    const { guildId, userId } = moderator;
    const item = await queue.find(guildId, ref.id);
    const edited =
      hasKind(item, "suggestion") && (await queue.replace(guildId, { ...item, version: ref.version + 1, form }));
    if (!edited) {
      if (await drafts.saveIfAbsent(guildId, userId, form)) throw new UserError("review-item-changed-draft-saved", {});
      throw new UserError("review-item-changed-edit-refused", { edit: fieldsOf(form.type).map((name) => form[name]) });
    }
    await record(moderator, "edited", suggestedId(guildId, form));
  }

  /** Changes the topic or difficulty of a suggestion. */
  async function classify(
    moderator: Moderator,
    ref: ReviewItemRef,
    changes: Partial<Pick<Form, "topic" | "difficulty">>,
  ): Promise<void> {
    const { guildId } = moderator;
    const item = await currentItem(guildId, ref, "suggestion");
    const form = { ...item.form, ...changes };
    requireCurrent(await queue.replace(guildId, { ...item, version: ref.version + 1, form }));
    await record(moderator, "edited", suggestedId(guildId, form));
  }

  /** Denies a suggestion with a reason. It becomes its author's draft again, unless they have another one. */
  async function deny(moderator: Moderator, ref: ReviewItemRef, reason: string): Promise<void> {
    const { guildId } = moderator;
    const suggestion = await currentItem(guildId, ref, "suggestion");
    requireCurrent(await queue.remove(guildId, ref));
    const { by, form } = suggestion;
    if (by !== DELETED_USER_ID) await drafts.saveIfAbsent(guildId, by, form);
    await record(moderator, "denied", suggestedId(guildId, form), reason);
    notifyAuthor(suggestion, { guildId, stem: form.stem, reason });
  }

  /** Closes a report without changing its question. */
  async function dismiss(moderator: Moderator, ref: ReviewItemRef): Promise<void> {
    const { questionId } = await currentItem(moderator.guildId, ref, "report");
    requireCurrent(await queue.remove(moderator.guildId, ref));
    await record(moderator, "report-dismissed", questionId);
  }

  /** Retires the reported question and closes the report. Returns the question's id. */
  async function retireReportedQuestion(moderator: Moderator, ref: ReviewItemRef): Promise<string> {
    const { questionId } = await currentItem(moderator.guildId, ref, "report");
    const question = (await banks.of(moderator.guildId)).find(questionId);
    if (question && !question.retired) await retire(moderator, questionId);
    requireCurrent(await queue.remove(moderator.guildId, ref));
    return questionId;
  }

  /** Retires a question, so it won't be asked in this guild again. Its posts and answers stay. */
  async function retire(moderator: Moderator, id: string, action: "retired" | "pulled" = "retired"): Promise<void> {
    const day = localDateAt(clock(), "UTC");
    const retired = await setRetired(moderator, id, (question) => (question.retired ? undefined : { retired: day }));
    if (!retired) throw new UserError("already-retired", { id });
    await record(moderator, action, id);
  }

  /** Restores a retired question. Questions that the bot's authors retired can't be restored. */
  async function restore(
    moderator: Moderator,
    id: string,
    action: "restored" | "put-back" = "restored",
  ): Promise<void> {
    const builtIn = banks.builtIn.find(id);
    const restored =
      !builtIn?.retired && (await setRetired(moderator, id, ({ retired }) => (retired ? {} : undefined)));
    if (!restored) throw new UserError("not-retired", { id });
    await record(moderator, action, id);
  }

  /** Sets or clears a question's `retired` day, as `decide` returns. Returns false if `decide` returns undefined. */
  async function setRetired(
    { guildId }: Moderator,
    id: string,
    decide: (question: Question) => { retired?: string } | undefined,
  ): Promise<boolean> {
    for (;;) {
      const version = await own.version(guildId);
      const found = (await banks.of(guildId)).find(id);
      if (!found) throw new UserError("question-unknown", { given: id });
      const after = decide(found);
      if (!after) return false;
      const { retired: _, ...question } = found;
      if (!isOwn(id)) {
        await own.retireBuiltIn(guildId, id, after.retired);
        return true;
      }
      if ((await own.change(guildId, version, [{ ...question, ...after }])) === "saved") return true;
    }
  }

  async function currentItem<Kind extends ReviewItem["kind"]>(guildId: string, ref: ReviewItemRef, kind: Kind) {
    const item = await queue.find(guildId, ref.id);
    if (!hasKind(item, kind) || item.version !== ref.version) throw new UserError("review-item-changed", {});
    return item;
  }

  async function record({ guildId, userId }: Moderator, action: QuestionAction, questionId: string, reason?: string) {
    const change = { kind: "question", action, questionId, ...(reason !== undefined && { reason }) } as const;
    await auditLog.recordAndNotify(guildId, userId, change);
  }

  /** Doesn't wait for the message. The decision is final even if the author's direct messages are closed. */
  function notifyAuthor({ id, by }: Suggestion, decision: SuggestionDecision): void {
    if (by === DELETED_USER_ID) return;
    directMessages
      .send(by, { kind: "suggestion-decided", ...decision }, `decision/${decision.guildId}/${id}`)
      .catch(() => undefined);
  }

  /** Loads a suggestion that a moderator is about to edit or deny. */
  function suggestion(guildId: string, ref: ReviewItemRef): Promise<Suggestion> {
    return currentItem(guildId, ref, "suggestion");
  }

  return { view, suggestion, approve, edit, classify, deny, dismiss, retireReportedQuestion, retire, restore };
}

export type ReviewQueueService = ReturnType<typeof createReviewQueueService>;

/** The id a suggestion would get, for the audit log. */
function suggestedId(guildId: string, { stem }: Form): string {
  return ownId(guildId, stem, () => false);
}

function requireCurrent(changed: boolean): void {
  if (!changed) throw new UserError("review-item-changed", {});
}
