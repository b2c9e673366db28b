import { z } from "zod";

/** Messages between the benchmark, the driver and the bots. */

export const driverReady = z.object({
  apiUrl: z.string(),
  token: z.string(),
  guildId: z.string(),
  channelId: z.string(),
  /** The channel for posts that no one clicks. */
  otherChannelId: z.string(),
});
export const botReady = z.object({ ready: z.literal(true) });

/** `post`: the real bot posts a question; `click`: every member clicks once on the newest message with buttons. */
export const driverQuestion = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("post") }),
  z.object({ ask: z.literal("click"), inFlight: z.int() }),
]);
export type DriverQuestion = z.infer<typeof driverQuestion>;

export const posted = z.object({ messageId: z.string() });
/** Total seconds, latency per click in ms, and the driver's CPU time in microseconds. */
export const clicked = z.object({ seconds: z.number(), latencies: z.array(z.number()), cpu: z.number() });
export type Clicked = z.infer<typeof clicked>;
/** CPU time of the bot so far, in microseconds. */
export const cpuUsed = z.object({ cpu: z.number() });
