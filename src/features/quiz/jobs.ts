import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Ends a quiz that was left idle. */
export const expireQuizJob = defineJob({
  kind: "expire-quiz",
  data: z.object({ userId: snowflake, quizId: z.string() }),
  pace: "immediate",
});
