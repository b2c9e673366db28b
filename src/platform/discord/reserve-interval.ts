import { z } from "zod";
import type { Redis } from "../redis/client.ts";
import { defineScripts } from "../redis/define-script.ts";

const scripts = defineScripts(new URL("./reserve-interval.lua", import.meta.url), {
  reserve: z.coerce.number(),
});

/** Reserves the next `length` milliseconds of a rate limit, and returns the milliseconds until they begin. */
export type ReserveInterval = (rateLimitKey: string, length: number) => Promise<number>;

/** Rate limits that all processes on this Redis share: no two intervals of a key overlap. */
export function createReserveInterval(redis: Redis): ReserveInterval {
  return (rateLimitKey, length) => scripts.reserve(redis, [rateLimitKey], [length]);
}
