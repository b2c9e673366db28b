import { z } from "zod";
import { defineJob, snowflake } from "../../platform/jobs/define-job.ts";
import { MINUTE } from "../../platform/time.ts";

/** Deletes all data about a learner. Stays in the agenda until everything is deleted. */
export const deleteLearnerJob = defineJob({
  kind: "delete-learner",
  data: z.object({ userId: snowflake }),
  pace: "immediate",
  repeatEvery: 5 * MINUTE,
});

/** Recomputes a member's leaderboard entries after they were hidden or shown. */
export const recomputeJob = defineJob({
  kind: "recompute",
  data: z.object({ userId: snowflake, guildId: snowflake }),
  pace: "immediate",
});

/** Deletes all data of a guild the bot has left. */
export const deleteGuildJob = defineJob({
  kind: "delete-guild",
  data: z.object({ guildId: snowflake }),
  pace: "immediate",
});
