import { z } from "zod";
import { defineJob, MAX_BACKOFF, snowflake } from "../../platform/jobs/define-job.ts";
import { HOUR } from "../../platform/time.ts";

/** Sends a daily reminder. Retries until shortly before the next one. */
export const reminderJob = defineJob({
  kind: "reminder",
  data: z.object({ userId: snowflake }),
  pace: "reminder",
  attempts: (23 * HOUR) / MAX_BACKOFF,
});
