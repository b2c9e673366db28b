import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Ends an attempt whose time is up, or processes one that was submitted. */
export const finishExamJob = defineJob({
  kind: "finish-exam",
  data: z.object({ userId: snowflake, attemptId: z.string() }),
  pace: "immediate",
});
