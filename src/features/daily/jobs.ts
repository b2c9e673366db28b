import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";
import { SECOND } from "../../platform/time.ts";

const data = z.object({ guildId: snowflake, slotId: z.string() });

/** Closes a post and records what its answers earned. */
export const revealJob = defineJob({ kind: "reveal", data, pace: "background" });

/** Shows the answer in the post's message. Separate from the reveal, so neither waits for the other's retries. */
export const showAnswerJob = defineJob({ kind: "show-answer", data, pace: "rate-limited" });

/** Minimum time between two updates of the count under an open post. Every answer is counted within 15 seconds. */
export const REFRESH_EVERY = 12 * SECOND;

/** Updates the count under an open post, or the results under a revealed one. */
export const refreshJob = defineJob({ kind: "refresh", data, pace: "update", removeOnFail: true });
