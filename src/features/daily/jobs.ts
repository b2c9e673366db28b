import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";
import { SECOND } from "../../platform/time.ts";

const data = z.object({ guildId: snowflake, slotId: z.string() });

/** Closes a post and shows its answer. */
export const revealJob = defineJob({ kind: "reveal", data, pace: "rate-limited" });

/** Shortest time between two updates of the count under an open post. */
export const REFRESH_EVERY = 15 * SECOND;

/** Updates the count under an open post. The next refresh makes up for a failed one. */
export const refreshJob = defineJob({
  kind: "refresh",
  data,
  pace: "update",
  attempts: 3,
  removeOnFail: true,
});
