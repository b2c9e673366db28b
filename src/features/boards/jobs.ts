import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";

/**
 * Recomputes a guild's week leaderboards after its week start changed. Keyed by due time, since a running job may use an
 * earlier week start.
 */
export const recomputeWeeksJob = defineJob({
  kind: "recompute-weeks",
  data: z.object({ guildId: snowflake }),
  pace: "immediate",
  id: ({ guildId }, dueAt) => `${guildId}_${dueAt}`,
});
