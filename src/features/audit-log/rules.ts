import { z } from "zod";
import type { Instant } from "../../platform/time.ts";
import { CHANNEL_PROBLEMS } from "../schedules/rules.ts";
import { SETTING_NAMES } from "../settings/rules.ts";

/** How many of a guild's latest changes are kept. */
export const AUDIT_KEPT = 500;

export const SCHEDULE_DEEDS = ["added", "edited", "removed", "paused", "resumed", "posted-now"] as const;
export const QUESTION_DEEDS = [
  "suggested",
  "approved",
  "denied",
  "edited",
  "retired",
  "restored",
  "pulled",
  "put-back",
  "reported",
  "report-dismissed",
] as const;

/** What was changed in a guild. */
export const auditChangeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("schedule"),
    deed: z.enum(SCHEDULE_DEEDS),
    scheduleId: z.string(),
    /** Why it paused itself. */
    trouble: z.enum(CHANNEL_PROBLEMS).exactOptional(),
  }),
  /** Absent values are defaults that were, or are again, in force. */
  z.object({
    kind: z.literal("setting"),
    setting: z.enum(SETTING_NAMES),
    from: z.string().exactOptional(),
    to: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal("season-closed"), season: z.string() }),
  z.object({
    kind: z.literal("question"),
    deed: z.enum(QUESTION_DEEDS),
    questionId: z.string(),
    reason: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal("questions-imported"), count: z.int() }),
  z.object({ kind: z.literal("key-corrected"), questionId: z.string(), rev: z.int() }),
]);
export type AuditChange = z.infer<typeof auditChangeSchema>;

/** Who acts where nobody asked: the bot itself. */
export const ROOTINE = "rootine";

export const auditEntrySchema = z.object({
  /** A user's id, or the bot itself. */
  by: z.string(),
  at: z.int(),
  change: auditChangeSchema,
});
export type AuditEntry = { by: string; at: Instant; change: AuditChange };
