import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Analyzes a guild's questions. */
export const itemAnalysisJob = defineJob({
  kind: "item-analysis",
  data: z.object({ guildId: snowflake }),
  pace: "immediate",
});
