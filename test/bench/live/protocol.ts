import { z } from "zod";

/** What the benchmark, the stand and the bots say to each other. */

export const standReady = z.object({ apiUrl: z.string(), token: z.string(), channelId: z.string() });
export const botReady = z.object({ ready: z.literal(true) });

/** `open` brings the next question of a live quiz, `click` has every member answer it at once. */
export const standQuestion = z.object({ ask: z.enum(["open", "click"]) });
export type StandQuestion = z.infer<typeof standQuestion>;

export const opened = z.object({ messageId: z.string() });
/** For each member how many milliseconds it took to be acknowledged. */
export const clicked = z.object({ latencies: z.array(z.number()) });
/** What a bot holds on to, in bytes, once its garbage is collected. */
export const heapUsed = z.object({ heap: z.number() });
