import type { Zone } from "../../platform/time.ts";
import type { Calendar } from "../boards/calendar-rules.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { FeedbackTime } from "../settings/rules.ts";
import type { Post } from "./post-rules.ts";
import type { Streak } from "./streak-rules.ts";

export type Recording =
  | { outcome: "recorded"; sequence: number; rankToday?: number }
  | { outcome: "already"; answer: Answer }
  | { outcome: "closed" }
  /** The member's streak is not what the answer was reckoned with: reckon again. */
  | { outcome: "stale"; streak: Streak | undefined };

export type AnswerStore = {
  /** What a click needs to know, in one round trip. */
  situation(guildId: string, slotId: string, userId: string): Promise<Situation>;
  /** What is known of a member apart from any post. */
  member(guildId: string, userId: string): Promise<MemberState>;
  /** Records a member's first answer with all that follows from it, in one step, or nothing. */
  record(post: Post, answer: NewAnswer, calendar: Calendar): Promise<Recording>;
  /** The answers to a post some at a time, each as it is when it is given; one may come twice. */
  some(guildId: string, slotId: string): AsyncIterable<readonly Answer[]>;
  /** The answers to a post in the order they counted. */
  ofPost(guildId: string, slotId: string): Promise<Answer[]>;
  count(guildId: string, slotId: string): Promise<number>;
  /** How many answers this guild has given to all posts, how many were right, and how many credits there are. */
  totals(guildId: string): Promise<{ answered: number; right: number; credited: number }>;
};

/** `zone` is that of the guild's days. */
export type MemberState = { streak?: Streak; zone: Zone };

/** `bankVersion` is that of the guild's own questions. */
export type Situation = MemberState & {
  calendar: Calendar;
  feedback: FeedbackTime;
  bankVersion: number;
  post?: Post;
  answer?: Answer;
};

export type NewAnswer = Omit<Answer, "sequence" | "streak"> & { streakBefore: Streak | undefined; streakAfter: Streak };
