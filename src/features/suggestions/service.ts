import { type Clock, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import type { Banks } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import { searchQuestions } from "../questions/search-rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import { type Case, WAITING } from "../review-queue/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import type { Bell, DraftStore, QuestionLinter, QueueStore } from "./ports.ts";
import { type Form, formTag } from "./rules.ts";
import { asked, type Examined, examine, isSound } from "./validation.ts";

type Needs = {
  drafts: DraftStore;
  queue: QueueStore;
  banks: Banks;
  linter: QuestionLinter;
  settings: Pick<SettingsStore, "load">;
  auditLog: Pick<AuditLogService, "recordAndNotify">;
  bell: Bell;
  clock: Clock;
};
type Member = { guildId: string; userId: string };

/** How many questions a search shows. */
const FOUND = 10;

/** What members give to the bank of their server: questions, and word of what is wrong with one. */
export function createSuggestions({ drafts, queue, banks, linter, settings, auditLog, bell, clock }: Needs) {
  /** What a member is writing, if anything. */
  function draft({ guildId, userId }: Member): Promise<Form | undefined> {
    return drafts.load(guildId, userId);
  }

  /** Keeps what a member wrote, whatever is wrong with it, and tells how it would look. */
  async function write({ guildId, userId }: Member, form: Form): Promise<Examined> {
    await drafts.save(guildId, userId, form);
    return examined(guildId, form);
  }

  /** Hands a member's draft to the moderators, unless it says another thing than `tag` or something is to be mended. */
  async function sendIn(member: Member, caseId: string, tag: string): Promise<Examined | "sent"> {
    const { guildId, userId } = member;
    const form = await present(member);
    const found = await examined(guildId, form);
    if (formTag(form) !== tag || !isSound(found)) return found;

    const one = { kind: "suggestion", id: caseId, edition: 1, by: userId, at: clock(), form } as const;
    const isNew = await enqueue(guildId, one, "suggestions");
    await drafts.drop(guildId, userId);
    if (!isNew) return "sent";
    await auditLog.recordAndNotify(guildId, userId, {
      kind: "question",
      action: "suggested",
      questionId: found.question.id,
    });
    ring(guildId, one, form.topic);
    return "sent";
  }

  /** Throws a member's draft away, unless it says another thing than `tag` by now: then that is what there is. */
  async function discard(member: Member, tag: string): Promise<Examined | "discarded"> {
    const { guildId, userId } = member;
    const form = await present(member);
    if (formTag(form) !== tag) return examined(guildId, form);
    await drafts.drop(guildId, userId);
    return "discarded";
  }

  async function present(member: Member): Promise<Form> {
    const form = await draft(member);
    if (!form) throw new UserError("draft-gone", {});
    return form;
  }

  /** Tells moderators what is wrong with a question. */
  async function report({ guildId, userId }: Member, caseId: string, questionId: string, reason: string) {
    const question = await known(guildId, questionId);
    const one = { kind: "report", id: caseId, edition: 1, by: userId, at: clock(), questionId, reason } as const;
    await enqueue(guildId, one, "reports");
    await auditLog.recordAndNotify(guildId, userId, { kind: "question", action: "reported", questionId });
    ring(guildId, one, question.topic);
  }

  /** A question of the guild's bank; throws a UserError where there is none of this id. */
  async function known(guildId: string, given: string): Promise<Question> {
    const question = (await banks.of(guildId)).find(given);
    if (!question) throw new UserError("question-unknown", { given });
    return question;
  }

  async function search(guildId: string, text: string): Promise<Question[]> {
    if (text.trim() === "") throw new UserError("search-empty", {});
    return searchQuestions(asked(await banks.of(guildId)), text, FOUND);
  }

  async function examined(guildId: string, form: Form): Promise<Examined> {
    return examine(guildId, form, await banks.of(guildId), linter, localDateAt(clock(), "UTC"));
  }

  /** False where it waits already. */
  async function enqueue(guildId: string, one: Case, kind: "suggestions" | "reports"): Promise<boolean> {
    const outcome = await queue.add(guildId, one);
    if (outcome === "full") throw new UserError(`${kind}-full`, { limit: WAITING.guild });
    if (outcome === "yours-full") throw new UserError(`${kind}-yours-full`, { limit: WAITING.member });
    return outcome === "added";
  }

  /** Nobody waits for it: what was given is in the queue. */
  function ring(guildId: string, one: Case, topic: Topic): void {
    settings
      .load(guildId)
      .then(({ reviewChannel }) => (reviewChannel ? bell.ring(reviewChannel, one, topic) : undefined))
      .catch(() => undefined);
  }

  return { draft, write, sendIn, discard, report, known, search };
}

export type Suggestions = ReturnType<typeof createSuggestions>;
