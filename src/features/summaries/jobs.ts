import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Posts the summary of the previous week. */
export const summaryJob = defineJob({
  kind: "summary",
  data: z.object({ guildId: snowflake }),
  pace: "immediate",
});
