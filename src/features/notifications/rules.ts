import { z } from "zod";
import type { Instant } from "../../platform/time.ts";
import { auditEntrySchema } from "../audit-log/rules.ts";
import { difficultySchema } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import { CHANNEL_PROBLEMS } from "../schedules/rules.ts";

export const earnedSchema = z.object({ userId: z.string(), points: z.int() });
export type Earned = z.infer<typeof earnedSchema>;

/** A group's streak is followed as far back as there are boards of days. */
export const LONGEST_STREAK = 39;

/** What a guild is told on its own accord, in values. It is kept until it has been told, and told once. */
export const noticeSchema = z.discriminatedUnion("kind", [
  /** To moderators: somebody changed something. */
  z.object({ kind: z.literal("audit"), entry: auditEntrySchema }),
  /** To moderators: a schedule rests, for its channel refused a question. */
  z.object({
    kind: z.literal("schedule-paused"),
    scheduleId: z.string(),
    serial: z.int(),
    channelId: z.string(),
    trouble: z.enum(CHANNEL_PROBLEMS),
  }),
  /** To moderators: a question wished for by hand was refused by its channel. */
  z.object({
    kind: z.literal("wish-refused"),
    scheduleId: z.string(),
    channelId: z.string(),
    trouble: z.enum(CHANNEL_PROBLEMS),
  }),
  /** To moderators: soon a schedule can only ask what it has asked before. */
  z.object({ kind: z.literal("pool-low"), scheduleId: z.string(), left: z.int() }),
  /** To moderators: a schedule had nothing to ask, so its slot was skipped. */
  z.object({
    kind: z.literal("pool-empty"),
    scheduleId: z.string(),
    topic: topicSchema.exactOptional(),
    difficulty: difficultySchema.exactOptional(),
  }),
  /** To everyone: a season is over. */
  z.object({ kind: z.literal("season"), season: z.int(), winners: z.array(earnedSchema), members: z.int() }),
  /** To everyone: how the week went. */
  z.object({
    kind: z.literal("summary"),
    top: z.array(earnedSchema),
    members: z.int(),
    /** Who earned most more than in the week before. */
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
    /** Days in a row on which somebody answered. */
    streak: z.int(),
  }),
]);
export type Notice = z.infer<typeof noticeSchema>;

/** A notice on its way to a channel. `tried`: an earlier try may have sent it. */
export type Outgoing = { channelId: string; at: Instant; tried: boolean; notice: Notice };
