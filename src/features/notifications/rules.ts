import { z } from "zod";
import type { Instant } from "../../platform/time.ts";
import { auditEntrySchema } from "../audit-log/rules.ts";
import { difficultySchema } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import type { ReminderReasons } from "../reminders/rules.ts";
import { CHANNEL_PROBLEMS } from "../schedules/rules.ts";

export const memberPointsSchema = z.object({ userId: z.string(), points: z.int() });
export type MemberPoints = z.infer<typeof memberPointsSchema>;

/** The longest group streak that can be counted, in days. Older daily leaderboards have been deleted. */
export const MAX_GROUP_STREAK = 39;

/** A message the bot posts in a channel without a command. */
export const notificationSchema = z.discriminatedUnion("kind", [
  /** For moderators: a new entry of the audit log. */
  z.object({ kind: z.literal("audit"), entry: auditEntrySchema }),
  /** For moderators: points to the audit log after too many changes in a minute to post each one. */
  z.object({ kind: z.literal("audit-more") }),
  /** For moderators: a schedule was paused because the bot can't post in its channel. */
  z.object({
    kind: z.literal("schedule-paused"),
    scheduleId: z.string(),
    serial: z.int(),
    channelId: z.string(),
    problem: z.enum(CHANNEL_PROBLEMS),
  }),
  /** For moderators: the bot is back in the guild. */
  z.object({ kind: z.literal("schedules-resumed"), scheduleIds: z.array(z.string()) }),
  /** For moderators: a post they requested couldn't be sent to its channel. */
  z.object({
    kind: z.literal("manual-post-failed"),
    scheduleId: z.string(),
    channelId: z.string(),
    problem: z.enum(CHANNEL_PROBLEMS),
  }),
  /** For moderators: the schedule will soon have to repeat questions. */
  z.object({ kind: z.literal("pool-low"), scheduleId: z.string(), left: z.int() }),
  /** For moderators: a slot was skipped because no question matches the schedule. */
  z.object({
    kind: z.literal("pool-empty"),
    scheduleId: z.string(),
    topic: topicSchema.exactOptional(),
    difficulty: difficultySchema.exactOptional(),
  }),
  z.object({ kind: z.literal("season"), season: z.int(), winners: z.array(memberPointsSchema), members: z.int() }),
  z.object({
    kind: z.literal("summary"),
    top: z.array(memberPointsSchema),
    members: z.int(),
    /** The member who gained the most points over the previous week. */
    improved: z.object({ userId: z.string(), more: z.int() }).exactOptional(),
    hardest: z
      .object({
        stem: z.string(),
        correct: z.int(),
        answered: z.int(),
        guildId: z.string(),
        channelId: z.string(),
        messageId: z.string(),
      })
      .exactOptional(),
    /** Consecutive days on which at least one member answered. */
    streak: z.int(),
  }),
]);
export type Notification = z.infer<typeof notificationSchema>;

/** A notification that may not have been sent yet. `attempted`: an earlier attempt may have sent it. */
export type PendingNotification = { channelId: string; at: Instant; attempted: boolean; notification: Notification };

/** Removes hidden members. Returns undefined if no one is left to name. */
export function withoutHidden(notification: Notification, hidden: ReadonlySet<string>): Notification | undefined {
  const isShown = ({ userId }: { userId: string }) => !hidden.has(userId);
  if (notification.kind === "season") {
    const winners = notification.winners.filter(isShown);
    return winners.length > 0 ? { ...notification, winners } : undefined;
  }
  if (notification.kind === "summary") {
    const { improved, ...others } = notification;
    const top = others.top.filter(isShown);
    return top.length > 0 ? { ...others, top, ...(improved && isShown(improved) && { improved }) } : undefined;
  }
  return notification;
}

/** The decision on a suggested question: its id if it was approved, otherwise the reason. */
export type SuggestionDecision = { guildId: string; stem: string } & ({ questionId: string } | { reason: string });

export type DirectMessage =
  | ({ kind: "reminder" } & ReminderReasons)
  | ({ kind: "suggestion-decided" } & SuggestionDecision)
  /** To the host of a live quiz that ended because its channel became unavailable. */
  | { kind: "live-quiz-lost"; channelId: string; scored: boolean };
