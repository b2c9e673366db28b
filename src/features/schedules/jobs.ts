import { z } from "zod";
import { defineJob, type JobData, type Plan, snowflake } from "../../platform/jobs/define-job.ts";
import type { Instant } from "../../platform/time.ts";
import { firstSlot, type Schedule } from "./rules.ts";

/** Plans the post for a schedule's next slot. Due at that slot. */
export const slotJob = defineJob({
  kind: "slot",
  data: z.object({ guildId: snowflake, scheduleId: z.string() }),
  pace: "rate-limited",
});

/** Posts a question for a slot. A manual post stays in the agenda until it is sent, so a crash can't lose it. */
export const postJob = defineJob({
  kind: "post",
  data: z.object({ guildId: snowflake, scheduleId: z.string(), slotId: z.string() }),
  pace: "rate-limited",
});

/**
 * Plans what to do when a schedule's entry is due. The schedule is the source of truth: if an interrupted edit left the
 * entry too early, it moves to the actual next slot.
 */
export function planSlot(
  { guildId, scheduleId }: JobData<typeof slotJob>,
  schedule: Schedule | undefined,
  dueAt: Instant,
  now: Instant,
): Plan {
  if (!schedule || schedule.pause) return {};
  const slot = firstSlot(schedule, dueAt);
  if (slot.at > now) return { next: slot.at };
  return {
    job: postJob.due({ guildId, scheduleId, slotId: slot.id }, slot.at),
    next: firstSlot(schedule, slot.at + 1).at,
  };
}
