import type { LocalDate } from "../../platform/time.ts";
import type { Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { Case } from "../review-queue/rules.ts";
import type { Form } from "./rules.ts";

/** What an author should mend in a question; `at` names the part. */
export type Finding = { severity: "error" | "warning"; at: string; message: string };

/** The rules that the built-in questions answer to, for those of guilds. */
export type QuestionLinter = {
  /** What they say about a question that stands, or would stand, among these. */
  lint(question: Question, among: readonly Question[], today: LocalDate): Promise<Finding[]>;
};

/** What waits for the moderators of a guild. */
export type QueueStore = {
  /** The oldest first. */
  list(guildId: string): Promise<Case[]>;
  find(guildId: string, id: string): Promise<Case | undefined>;
  /**
   * "again": this member's very suggestion waits already. "full": as many of its kind wait as may; "yours-full": as many
   * of this member's.
   */
  add(guildId: string, one: Case): Promise<"added" | "again" | "full" | "yours-full">;
  /** Puts a later edition in the place of the one before it; false, and nothing done, if there is another by now. */
  change(guildId: string, after: Case): Promise<boolean>;
  /** Takes it off the queue; false, and nothing done, if there is another edition by now, or none. */
  settle(guildId: string, one: Pick<Case, "id" | "edition">): Promise<boolean>;
};

/** The question each member is writing. */
export type DraftStore = {
  load(guildId: string, userId: string): Promise<Form | undefined>;
  save(guildId: string, userId: string, form: Form): Promise<void>;
  drop(guildId: string, userId: string): Promise<void>;
};

/** Tells a channel that something waits for its moderators. It may fail: the queue has it anyway. */
export type Bell = { ring(channelId: string, one: Case, topic: Topic): Promise<void> };
