import { z } from "zod";

/** What the benchmarks of scale and their children say to each other. */

export const discordReady = z.object({
  apiUrl: z.string(),
  token: z.string(),
  channels: z.array(z.object({ guildId: z.string(), channelId: z.string() })),
});

/** What the local Discord saw: how many posts, when the first and the last came, how often it said "too many",
 * and its processor time so far, in microseconds. */
export const seen = z.object({
  posts: z.int(),
  from: z.number(),
  to: z.number(),
  refused: z.int(),
  cpu: z.number(),
});
export type Seen = z.infer<typeof seen>;

export const started = z.object({ ready: z.literal(true) });

export const workerOptions = z.object({
  apiUrl: z.string(),
  token: z.string(),
  redisUrl: z.string(),
  /** How far its clock goes ahead, in milliseconds. */
  ahead: z.number(),
  requestsPerSecond: z.number().optional(),
});
export type WorkerOptions = z.infer<typeof workerOptions>;
