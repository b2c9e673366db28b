import { z } from "zod";

/** Messages between the benchmark, the driver and the bots. */

/** Activities of a single member, and their repeated steps. */
export const STEPS = {
  quiz: ["answer", "next"],
  review: ["answer", "next"],
  exam: ["answer", "flag", "next"],
} as const;
const plays = z.enum(["quiz", "review", "exam"]);
export type Play = z.infer<typeof plays>;

export const driverReady = z.object({
  apiUrl: z.string(),
  token: z.string(),
  memberIds: z.array(z.string()),
});
export const botReady = z.object({ ready: z.literal(true) });

/** `begin`: every member starts one; `step`: every member takes this step once. */
export const driverQuestion = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("begin"), play: plays, inFlight: z.int() }),
  z.object({
    ask: z.literal("step"),
    play: plays,
    step: z.enum(["answer", "next", "flag"]),
    /** The members who answer correctly. */
    right: z.enum(["even", "odd", "all"]),
    inFlight: z.int(),
  }),
]);
export type DriverQuestion = z.infer<typeof driverQuestion>;

/** Total seconds, and latency per member in ms. */
export const done = z.object({ seconds: z.number(), latencies: z.array(z.number()) });

/** Sets how far the clock is ahead; the bot returns its CPU time so far in microseconds. */
export const botQuestion = z.object({ ahead: z.number().optional() });
export type BotQuestion = z.infer<typeof botQuestion>;
export const cpuUsed = z.object({ cpu: z.number() });
