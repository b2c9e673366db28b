import { z } from "zod";

/** Messages between the benchmark, the driver and the bots. */

export const driverReady = z.object({ apiUrl: z.string(), token: z.string(), channelId: z.string() });
export const botReady = z.object({ ready: z.literal(true) });

/** `open`: shows the next question of a live quiz; `click`: all members answer it simultaneously. */
export const driverQuestion = z.object({ ask: z.enum(["open", "click"]) });
export type DriverQuestion = z.infer<typeof driverQuestion>;

export const opened = z.object({ messageId: z.string() });
/** Latency per member in ms. */
export const clicked = z.object({ latencies: z.array(z.number()) });
/** Heap size in bytes after a garbage collection. */
export const heapUsed = z.object({ heap: z.number() });
