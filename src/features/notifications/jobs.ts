import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Delivers a notification to a channel. */
export const notificationJob = defineJob({
  kind: "notification",
  data: z.object({ guildId: snowflake, notificationId: z.string() }),
  pace: "rate-limited",
});
