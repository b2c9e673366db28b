import type { Instant } from "../../platform/time.ts";
import type { BankEdition } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import type { SkipReason } from "../schedules/rules.ts";
import type { Post } from "./post-rules.ts";
import type { Results } from "./results-rules.ts";

/** A fixed choice for a slot. `again`: an earlier try may have sent it. `stale`: pick another question. */
export type Claim = { outcome: "fresh" | "again" | "done"; post: Post } | { outcome: "skipped" } | { outcome: "stale" };

/** When each question was last asked, which are open now, and which bank they come from. */
export type Outlook = { askedAt: Map<string, Instant>; open: ReadonlySet<string>; bank: BankEdition };

export type PostStore = {
  find(guildId: string, slotId: string): Promise<Post | undefined>;
  /** When each question was last asked in this guild. */
  askedAt(guildId: string): Promise<Map<string, Instant>>;
  /** What the choice of a guild's next question has to know, in one round trip. */
  outlook(guildId: string, now: Instant): Promise<Outlook>;
  /** The posts that were due from `from` until before `to`. */
  between(guildId: string, from: Instant, to: Instant): Promise<Post[]>;
  /** The posts of this guild that take answers now, newest first. */
  open(guildId: string, now: Instant): Promise<Post[]>;
  /**
   * Fixes the question of a slot, once: a later claim gets the earlier one. "stale" when the picked question was asked
   * elsewhere since `expectedAskedAt` was read.
   */
  claim(post: Post, expectedAskedAt: Instant | undefined): Promise<Claim>;
  /** Sends a claimed post elsewhere, or later, than it was first meant to go. */
  renew(post: Post, to: Pick<Post, "channelId" | "closesAt">): Promise<Post>;
  /** Has this slot become anything already, be it only skipped? */
  isSettled(guildId: string, slotId: string): Promise<boolean>;
  /** claimed → sent, as the message it became. */
  markSent(post: Post, message: SentMessage): Promise<void>;
  /** claimed or sent → revealed: from here on no answer counts. */
  markRevealed(post: Post): Promise<void>;
  markThreadOpened(post: Post): Promise<void>;
  /** Nothing or claimed → skipped. */
  markSkipped(slot: SkippedSlot): Promise<void>;
};

export type SkippedSlot = {
  guildId: string;
  slotId: string;
  scheduleId: string;
  slotAt: Instant;
  reason?: SkipReason;
};

/** How posts reach their channel. Each may throw ChannelError, MessageError or TryLaterError. */
export type Messenger = {
  /** Sends the post; two sends of one post within minutes make one message. Returns the message's id. */
  send(post: Post, question: Question): Promise<string>;
  /** The message an earlier try sent for this post, to its channel or to one it was tried in before, if one did. */
  find(post: Post): Promise<SentMessage | undefined>;
  /** Draws the post's message anew. A message that is gone is left gone. */
  draw(post: Post, question: Question, results: Results): Promise<void>;
  /** Opens the thread under the post, once however often it is called; false where the channel cannot have one. */
  openThread(post: Post, question: Question): Promise<boolean>;
};

export type SentMessage = { channelId: string; messageId: string };
