import type { Instant, LocalDate } from "../../platform/time.ts";
import type { Post } from "../daily/rules.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";

/** A member whose boards are to be told again, for what was earned then. */
export type Touched = { name: string; userId: string; at: Instant; day: LocalDate; topic: Topic };

/** What judging answers again needs to keep. */
export type RescoreStore = {
  /** The posts of a question whose answers were judged by an earlier revision. */
  outdated(guildId: string, question: Pick<Question, "id" | "rev">): Promise<Post[]>;
  /** Puts answers judged again in the place of what they were, and notes whose boards are to follow. */
  replace(post: Post, changes: readonly { before: Answer; after: Answer }[]): Promise<void>;
  /** All answers to this post are judged by this revision. */
  settle(post: Post, rev: number): Promise<void>;
  touched(guildId: string): Promise<Touched[]>;
  restated(guildId: string, touched: readonly Touched[]): Promise<void>;
  /** The revisions of the built-in questions as they were noted last, by id. */
  revisions(): Promise<ReadonlyMap<string, number>>;
  revisionOf(questionId: string): Promise<number | undefined>;
  noteRevisions(questions: readonly Pick<Question, "id" | "rev">[]): Promise<void>;
  /** The guilds that were asked any of these questions. */
  askedIn(questionIds: readonly string[]): AsyncIterable<{ guildId: string; questionIds: readonly string[] }>;
};
