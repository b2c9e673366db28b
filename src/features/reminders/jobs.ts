import { z } from "zod";
import { defineJob, MAX_BACKOFF, snowflake } from "../../platform/jobs/define-job.ts";
import { DAY } from "../../platform/time.ts";

/** Sends a learner's daily reminder. It is useful all day, and questions go first. */
export const reminderJob = defineJob({
  kind: "reminder",
  data: z.object({ userId: snowflake }),
  pace: "rate-limited",
  id: ({ userId }, dueAt) => `${userId}_${dueAt}`,
  priority: 1,
  attempts: DAY / MAX_BACKOFF,
});
