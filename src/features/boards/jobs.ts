import { z } from "zod";
import { defineJob, type JobData, snowflake } from "../../platform/jobs/define-job.ts";

/** Recomputes a guild's weekly leaderboards after its week start changed. */
export const recomputeWeeksJob = defineJob({
  kind: "recompute-weeks",
  data: z.object({ guildId: snowflake }),
  pace: "immediate",
});

/**
 * Closes a season at its planned end, or early for the moderator `closedBy`. Winners are then announced in `channelId`.
 */
export const endSeasonJob = defineJob({
  kind: "end-season",
  data: z.object({
    guildId: snowflake,
    season: z.coerce.number().int().min(1),
    closedBy: snowflake.exactOptional(),
    channelId: snowflake.exactOptional(),
  }),
  pace: "immediate",
  id: ({ guildId, season }) => `${guildId}_${season}`,
});
export type EndSeason = JobData<typeof endSeasonJob>;
