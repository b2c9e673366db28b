import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Rescores the answers to a corrected question. */
export const rescoreJob = defineJob({
  kind: "rescore",
  data: z.object({ guildId: snowflake, questionId: z.string() }),
  pace: "immediate",
});
