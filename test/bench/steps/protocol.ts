import { z } from "zod";

/** What the benchmark, the stand and the bots say to each other. */

/** What each member does alone with the bot, and the steps one goes through again and again. */
export const STEPS = {
  quiz: ["answer", "next"],
  review: ["answer", "next"],
  exam: ["answer", "flag", "next"],
} as const;
const plays = z.enum(["quiz", "review", "exam"]);
export type Play = z.infer<typeof plays>;

export const standReady = z.object({
  apiUrl: z.string(),
  token: z.string(),
  memberIds: z.array(z.string()),
});
export const botReady = z.object({ ready: z.literal(true) });

/** `begin` has every member begin one, `step` has every member take this step of it once. */
export const standQuestion = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("begin"), play: plays, inFlight: z.int() }),
  z.object({
    ask: z.literal("step"),
    play: plays,
    step: z.enum(["answer", "next", "flag"]),
    /** Which of the members answer rightly: those of even, or of odd number, or all. */
    right: z.enum(["even", "odd", "all"]),
    inFlight: z.int(),
  }),
]);
export type StandQuestion = z.infer<typeof standQuestion>;

/** In how many seconds all did it, and for each how many milliseconds it took to be acknowledged. */
export const done = z.object({ seconds: z.number(), latencies: z.array(z.number()) });

/** How far the clock is to be ahead from now on; a bot answers with the processor time used so far, in microseconds. */
export const botQuestion = z.object({ ahead: z.number().optional() });
export type BotQuestion = z.infer<typeof botQuestion>;
export const cpuUsed = z.object({ cpu: z.number() });
