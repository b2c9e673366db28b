import { z } from "zod";
import { defineJob, MAX_BACKOFF, snowflake } from "../../platform/jobs/define-job.ts";
import { DAY } from "../../platform/time.ts";

/** Sends a daily reminder. It retries for a day. */
export const reminderJob = defineJob({
  kind: "reminder",
  data: z.object({ userId: snowflake }),
  pace: "reminder",
  attempts: DAY / MAX_BACKOFF,
});
