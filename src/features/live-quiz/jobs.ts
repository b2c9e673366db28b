import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";
import { SECOND } from "../../platform/time.ts";

// Failed jobs aren't retained, because the next run catches up.
const shared = {
  data: z.object({ guildId: snowflake, quizId: z.string() }),
  pace: "immediate",
  attempts: 5,
  removeOnFail: true,
} as const;

/** Advances a live quiz to its next step. Stays in the agenda until the quiz has ended, even if a run crashes. */
export const liveQuizJob = defineJob({ ...shared, kind: "live-quiz", repeatEvery: 2 * SECOND });

/** Updates the answer or player count in the current message of a live quiz. */
export const liveCountJob = defineJob({ ...shared, kind: "live-count" });
