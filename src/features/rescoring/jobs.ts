import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Judges the answers to a corrected question again. A run under way may have begun with an earlier revision. */
export const rescoreJob = defineJob({
  kind: "rescore",
  data: z.object({ guildId: snowflake, questionId: z.string() }),
  pace: "immediate",
  id: ({ guildId, questionId }, dueAt) => `${guildId}_${questionId}_${dueAt}`,
});
