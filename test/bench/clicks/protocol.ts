import { z } from "zod";

/** What the benchmark, the stand and the bots say to each other. */

export const standReady = z.object({
  apiUrl: z.string(),
  token: z.string(),
  guildId: z.string(),
  channelId: z.string(),
  /** A channel beside it, for posts that nobody clicks on. */
  otherChannelId: z.string(),
});
export const botReady = z.object({ ready: z.literal(true) });

/** `post` has the real bot post a question; `click` has every member click once on the newest message with buttons. */
export const standQuestion = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("post") }),
  z.object({ ask: z.literal("click"), inFlight: z.int() }),
]);
export type StandQuestion = z.infer<typeof standQuestion>;

export const posted = z.object({ messageId: z.string() });
/**
 * In how many seconds all members clicked, for each how many milliseconds it took to be acknowledged, and the processor
 * time that the stand used for all of them, in microseconds.
 */
export const clicked = z.object({ seconds: z.number(), latencies: z.array(z.number()), cpu: z.number() });
export type Clicked = z.infer<typeof clicked>;
/** Processor time a bot has used so far, in microseconds. */
export const cpuUsed = z.object({ cpu: z.number() });
