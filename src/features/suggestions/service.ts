import type { Clock } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import { activeQuestions, searchQuestions } from "../questions/bank-rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { OpenQuestionService } from "../questions/open-questions-service.ts";
import type { Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { ReviewQueueDelivery } from "../review-queue/delivery.ts";
import { QUEUE_LIMITS, type ReviewItem } from "../review-queue/rules.ts";
import type { ReviewQueueStore } from "../review-queue/store.ts";
import type { SettingsStore } from "../settings/store.ts";
import { type Form, formTag, isValid, type ValidatedForm } from "./rules.ts";
import type { DraftStore } from "./store.ts";
import type { ValidationService } from "./validation-service.ts";

type Member = { guildId: string; userId: string };

const MAX_SEARCH_RESULTS = 10;

/** Lets members suggest questions, report problems and search their guild's bank. */
export function createSuggestionService({
  drafts,
  queue,
  banks,
  openQuestions,
  validation,
  settings,
  auditLog,
  reviewQueueDelivery,
  clock,
}: {
  drafts: DraftStore;
  queue: Pick<ReviewQueueStore, "add">;
  banks: Pick<BankService, "of">;
  openQuestions: Pick<OpenQuestionService, "of">;
  validation: Pick<ValidationService, "validate">;
  settings: Pick<SettingsStore, "load">;
  auditLog: Pick<AuditLogService, "recordAndNotify">;
  reviewQueueDelivery: ReviewQueueDelivery;
  clock: Clock;
}) {
  function draft({ guildId, userId }: Member): Promise<Form | undefined> {
    return drafts.load(guildId, userId);
  }

  /** Saves a draft, even if it's invalid, and validates it. */
  async function saveDraft(member: Member, form: Form): Promise<ValidatedForm> {
    await drafts.save(member.guildId, member.userId, form);
    return validation.validate(member, form);
  }

  /** Sends a draft to the moderators. If it's invalid or no longer matches `tag`, returns the current draft instead. */
  async function submit(member: Member, itemId: string, tag: string): Promise<ValidatedForm | "sent"> {
    const { guildId, userId } = member;
    const form = await requireDraft(member);
    const validated = await validation.validate(member, form);
    if (formTag(form) !== tag || !isValid(validated)) return validated;

    const item = { kind: "suggestion", id: itemId, version: 1, by: userId, at: clock(), form } as const;
    const isNew = await enqueue(guildId, item, "suggestions");
    await drafts.delete(guildId, userId);
    if (!isNew) return "sent";
    await auditLog.recordAndNotify(guildId, userId, {
      kind: "question",
      action: "suggested",
      questionId: validated.question.id,
    });
    notifyModerators(guildId, item, form.topic);
    return "sent";
  }

  /** Deletes a draft. If it no longer matches `tag`, returns the current draft instead. */
  async function discard(member: Member, tag: string): Promise<ValidatedForm | "discarded"> {
    const { guildId, userId } = member;
    const form = await requireDraft(member);
    if (formTag(form) !== tag) return validation.validate(member, form);
    await drafts.delete(guildId, userId);
    return "discarded";
  }

  async function requireDraft(member: Member): Promise<Form> {
    const form = await draft(member);
    if (!form) throw new UserError("draft-not-found", {});
    return form;
  }

  /** Reports a problem with a question to the moderators. */
  async function report({ guildId, userId }: Member, itemId: string, questionId: string, reason: string) {
    const question = await findQuestion(guildId, questionId);
    const item = { kind: "report", id: itemId, version: 1, by: userId, at: clock(), questionId, reason } as const;
    await enqueue(guildId, item, "reports");
    await auditLog.recordAndNotify(guildId, userId, { kind: "question", action: "reported", questionId });
    notifyModerators(guildId, item, question.topic);
  }

  /** Finds a question in the guild's bank. Throws a UserError if none has this id. */
  async function findQuestion(guildId: string, given: string): Promise<Question> {
    const question = (await banks.of(guildId)).find(given);
    if (!question) throw new UserError("question-unknown", { given });
    return question;
  }

  /** Finds questions that contain these words. Excludes questions that are open in any of the member's guilds. */
  async function search(member: Member, text: string): Promise<Question[]> {
    if (text.trim() === "") throw new UserError("search-empty", {});
    const [bank, open] = await Promise.all([banks.of(member.guildId), openQuestions.of(member)]);
    const closed = activeQuestions(bank).filter(({ id }) => !open.has(id));
    return searchQuestions(closed, text, MAX_SEARCH_RESULTS);
  }

  /** Adds an item to the queue. Returns false if the member already has the same one in it. */
  async function enqueue(guildId: string, item: ReviewItem, kind: "suggestions" | "reports"): Promise<boolean> {
    const outcome = await queue.add(guildId, item);
    if (outcome === "full") throw new UserError(`${kind}-full`, { limit: QUEUE_LIMITS.guild });
    if (outcome === "member-full") throw new UserError(`${kind}-member-full`, { limit: QUEUE_LIMITS.member });
    return outcome === "added";
  }

  /** Doesn't wait for the notification. The item is in the queue even if this fails. */
  function notifyModerators(guildId: string, item: ReviewItem, topic: Topic): void {
    settings
      .load(guildId)
      .then(({ reviewChannel }) =>
        reviewChannel ? reviewQueueDelivery.notify(guildId, reviewChannel, item, topic) : undefined,
      )
      .catch(() => undefined);
  }

  return { draft, saveDraft, submit, discard, report, findQuestion, search };
}
