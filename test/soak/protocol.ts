import { z } from "zod";

/** What the soak and its bot say to each other. */

export const botReady = z.object({ ready: z.literal(true) });

/** `move` sets how far the bot's clock is ahead of the machine's; `look` has it collect its garbage and tell what is left. */
export const botQuestion = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("move"), ahead: z.number() }),
  z.object({ ask: z.literal("look") }),
]);
export type BotQuestion = z.infer<typeof botQuestion>;

export const moved = z.object({ moved: z.literal(true) });
/** Bytes of heap and of resident memory, and how many sockets, timers and the like keep the process alive. */
export const looked = z.object({ heap: z.number(), rss: z.number(), handles: z.int() });
