import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/** Recomputes a guild's weekly leaderboards after its week start changed. */
export const recomputeWeeksJob = defineJob({
  kind: "recompute-weeks",
  data: z.object({ guildId: snowflake }),
  pace: "immediate",
});
