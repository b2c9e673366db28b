import { z } from "zod";

/** Messages between the scale benchmarks and their child processes. */

export const discordReady = z.object({
  apiUrl: z.string(),
  token: z.string(),
  channels: z.array(z.object({ guildId: z.string(), channelId: z.string() })),
});

/** Posts received, the times of the first and last, 429 responses, and CPU time so far in microseconds. */
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
  /** How far its clock is ahead, in ms. */
  ahead: z.number(),
  requestsPerSecond: z.number().optional(),
});
export type WorkerOptions = z.infer<typeof workerOptions>;
