import { z } from "zod";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";
import { script } from "./script.ts";

const takeTurns = script("take-turns", z.coerce.number());

/** Whose turn it is to send, among all processes on this Redis. */
export function createTurns(redis: Redis) {
  return {
    /** Takes the next stretch of time nobody else has, so many milliseconds long; answers the milliseconds until it begins. */
    take: (lasting: number): Promise<number> => takeTurns(redis, [keys.turns()], [lasting]),
  };
}
