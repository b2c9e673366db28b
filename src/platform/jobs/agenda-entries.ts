import { z } from "zod";
import { firstSlot, type Schedule } from "../../features/schedules/rules.ts";
import { type Instant, SECOND } from "../time.ts";

/** Something due at a time. `slot` comes again and again; the others are due once. */
export type AgendaEntry =
  | { kind: "slot"; guildId: string; scheduleId: string }
  /** A question posted by hand, kept here until it is out, so that a crash cannot swallow it. */
  | { kind: "wish"; guildId: string; scheduleId: string; slotId: string }
  | { kind: "reveal"; guildId: string; slotId: string }
  /** The count under an open question is to be drawn anew. */
  | { kind: "refresh"; guildId: string; slotId: string }
  /** An exam attempt whose time is up, or that was submitted and whose consequences are to be seen to. */
  | { kind: "exam"; userId: string; attemptId: string }
  /** A quiz that ends unless somebody has answered it lately. */
  | { kind: "quiz"; userId: string; quizId: string }
  /** A learner who wants all their data deleted: it goes on until nothing is found. */
  | { kind: "forget"; userId: string }
  /** A member's places on the boards are to be told again. */
  | { kind: "standing"; guildId: string; userId: string }
  /** A live quiz in which something is to be done; it comes again and again until it is over. */
  | { kind: "live"; guildId: string; quizId: string }
  /** The count under the open message of a live quiz is to be drawn anew. */
  | { kind: "live-count"; guildId: string; quizId: string }
  /** The answers to a corrected question are to be judged again. */
  | { kind: "rescore"; guildId: string; questionId: string }
  /** How a guild's questions do is to be reckoned. */
  | { kind: "analysis"; guildId: string }
  /** The bot has left a guild: its data goes. */
  | { kind: "remove"; guildId: string }
  /** A notice on its way. */
  | { kind: "notice"; guildId: string; noticeId: string }
  /** The end of a season, by itself or closed by a moderator, who has its winners told in that channel. */
  | { kind: "season"; guildId: string; season: number; closed?: { by: string; channelId: string } }
  /** The weekly summary, at the start of a week. */
  | { kind: "summary"; guildId: string }
  /** A learner who wished to be reminded at a time of day; the reminder plans its next day itself. */
  | { kind: "remind"; userId: string };

/**
 * Messages for channels and learners keep to the pace Discord allows, and may have a long way to go when many are due at once. What
 * only reckons, or what people wait for at their screens, passes them by.
 */
export type Pace = "paced" | "prompt";
export const PACES: readonly Pace[] = ["prompt", "paced"];

export function paceOf(kind: AgendaEntry["kind"] | Task["kind"]): Pace {
  switch (kind) {
    case "slot":
    case "wish":
    case "post":
    case "reveal":
    case "refresh":
    case "notice":
    case "remind":
      return "paced";
    case "exam":
    case "quiz":
    case "forget":
    case "standing":
    case "live":
    case "live-count":
    case "remove":
    case "analysis":
    case "season":
    case "summary":
    case "rescore":
      return "prompt";
  }
}

/** What a worker has to do for an entry that is due. */
export const taskSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("post"),
    guildId: z.string(),
    scheduleId: z.string(),
    slotId: z.string(),
    slotAt: z.number().int(),
  }),
  z.object({ kind: z.literal("reveal"), guildId: z.string(), slotId: z.string() }),
  z.object({ kind: z.literal("refresh"), guildId: z.string(), slotId: z.string() }),
  z.object({ kind: z.literal("exam"), userId: z.string(), attemptId: z.string() }),
  z.object({ kind: z.literal("quiz"), userId: z.string(), quizId: z.string() }),
  z.object({ kind: z.literal("forget"), userId: z.string() }),
  z.object({ kind: z.literal("standing"), guildId: z.string(), userId: z.string() }),
  z.object({ kind: z.enum(["live", "live-count"]), guildId: z.string(), quizId: z.string() }),
  z.object({ kind: z.enum(["remove", "analysis"]), guildId: z.string() }),
  z.object({ kind: z.literal("notice"), guildId: z.string(), noticeId: z.string() }),
  z.object({
    kind: z.literal("season"),
    guildId: z.string(),
    season: z.number().int(),
    closed: z.object({ by: z.string(), channelId: z.string() }).exactOptional(),
  }),
  z.object({ kind: z.literal("summary"), guildId: z.string(), dueAt: z.number().int() }),
  z.object({ kind: z.literal("remind"), userId: z.string(), at: z.number().int() }),
  z.object({
    kind: z.literal("rescore"),
    guildId: z.string(),
    questionId: z.string(),
    // By when it came due it is another task than one that is under way, and may have begun with the revision before.
    dueAt: z.number().int().default(0),
  }),
]);
export type Task = z.infer<typeof taskSchema>;

/** The entry that leads to a task again: what a queue holds, said in the agenda's words. */
export function entryOf(task: Task): { entry: AgendaEntry; at: Instant } {
  if (task.kind !== "post") return { entry: task, at: 0 };
  const { guildId, scheduleId, slotId, slotAt } = task;
  return { entry: { kind: "wish", guildId, scheduleId, slotId }, at: slotAt };
}

/** How often the count under an open question is drawn at most. */
export const REFRESH_EVERY = 15 * SECOND;

/** A live quiz that did not say itself when it goes on, for its run died or is under way, is looked at again so soon. */
const LIVE_AGAIN = 2 * SECOND;

/** What to do with an entry: perhaps a task, and when it is due again; never again when `next` is absent. */
export type Plan = { task?: Task; next?: Instant };

/**
 * Plans an entry that came due at `dueAt`. For a slot the schedule is the truth, the entry only a reason to look: one
 * that a half-done edit left early is moved to the true next slot.
 */
export function planEntry(entry: AgendaEntry, dueAt: Instant, schedule: Schedule | undefined, now: Instant): Plan {
  if (entry.kind === "live") return { task: entry, next: now + LIVE_AGAIN };
  if (entry.kind === "summary" || entry.kind === "rescore") return { task: { ...entry, dueAt } };
  if (entry.kind === "remind") return { task: { ...entry, at: dueAt } };
  if (entry.kind !== "slot" && entry.kind !== "wish") return { task: entry };
  if (entry.kind === "wish") {
    const { guildId, scheduleId, slotId } = entry;
    return { task: { kind: "post", guildId, scheduleId, slotId, slotAt: dueAt } };
  }
  if (!schedule || schedule.pause) return {};

  const slot = firstSlot(schedule, dueAt);
  if (slot.at > now) return { next: slot.at };
  const { guildId, scheduleId } = entry;
  const task = { kind: "post", guildId, scheduleId, slotId: slot.id, slotAt: slot.at } as const;
  return { task, next: firstSlot(schedule, slot.at + 1).at };
}
