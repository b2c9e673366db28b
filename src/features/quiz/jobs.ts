import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Ends an idle quiz. */
export const expireQuizJob = defineJob({
  kind: "expire-quiz",
  data: z.object({ userId: snowflake, quizId: z.string() }),
  pace: "immediate",
});
