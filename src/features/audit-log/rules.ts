import { z } from "zod";
import type { Instant } from "../../platform/time.ts";
import { CHANNEL_PROBLEMS } from "../schedules/rules.ts";
import { SETTING_NAMES } from "../settings/rules.ts";

/** Older entries are deleted. */
export const MAX_AUDIT_ENTRIES = 500;
/** Maximum number of changes posted in the audit channel per minute. After that, one message points to the log. */
export const MAX_AUDIT_NOTICES = 10;

export const SCHEDULE_ACTIONS = ["added", "edited", "removed", "paused", "resumed", "posted-now"] as const;
export const QUESTION_ACTIONS = [
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

export const auditChangeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("schedule"),
    action: z.enum(SCHEDULE_ACTIONS),
    scheduleId: z.string(),
    /** Why the schedule was paused automatically. */
    problem: z.enum(CHANNEL_PROBLEMS).exactOptional(),
  }),
  /** `from` or `to` is absent if it is the default. */
  z.object({
    kind: z.literal("setting"),
    setting: z.enum(SETTING_NAMES),
    from: z.string().exactOptional(),
    to: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal("season-closed"), season: z.string() }),
  z.object({
    kind: z.literal("question"),
    action: z.enum(QUESTION_ACTIONS),
    questionId: z.string(),
    reason: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal("questions-imported"), count: z.int() }),
  z.object({ kind: z.literal("key-corrected"), questionId: z.string(), rev: z.int() }),
]);
export type AuditChange = z.infer<typeof auditChangeSchema>;

/** The actor of changes that the bot makes automatically. */
export const ROOTINE = "rootine";

export const auditEntrySchema = z.object({
  /** A user id or `ROOTINE`. */
  by: z.string(),
  at: z.int(),
  change: auditChangeSchema,
  /** How many times this change was made. `at` is the last time. */
  times: z.int().exactOptional(),
});
export type AuditEntry = { by: string; at: Instant; change: AuditChange; times?: number };
