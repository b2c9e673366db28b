import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Rescores the answers to a corrected question. Keyed by due time, since a running job may use an earlier revision. */
export const rescoreJob = defineJob({
  kind: "rescore",
  data: z.object({ guildId: snowflake, questionId: z.string() }),
  pace: "immediate",
  id: ({ guildId, questionId }, dueAt) => `${guildId}_${questionId}_${dueAt}`,
});
