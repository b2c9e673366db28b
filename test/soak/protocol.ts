import { z } from "zod";

/** Messages between the soak and its bot. */

export const botReady = z.object({ ready: z.literal(true) });

/** `move` sets how far the clock is ahead; `measure` collects garbage and returns the resources in use. */
export const botQuestion = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("move"), ahead: z.number() }),
  z.object({ ask: z.literal("measure") }),
]);
export type BotQuestion = z.infer<typeof botQuestion>;

export const moved = z.object({ moved: z.literal(true) });
/** Heap and resident memory in bytes; `handles`: sockets, timers and other active resources. */
export const processUsage = z.object({ heap: z.number(), rss: z.number(), handles: z.int() });
