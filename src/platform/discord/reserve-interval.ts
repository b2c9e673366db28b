import { z } from "zod";
import type { Redis } from "../redis/client.ts";
import { defineScript } from "../redis/define-script.ts";

const reserve = defineScript(new URL("./reserve-interval.lua", import.meta.url), z.coerce.number());

/** Reserves the next `length` milliseconds of a rate limit, and returns the milliseconds until they begin. */
export type ReserveInterval = (rateLimitKey: string, length: number) => Promise<number>;

/** Rate limits that all processes on this Redis share: no two intervals of a key overlap. */
export function createReserveInterval(redis: Redis): ReserveInterval {
  return (rateLimitKey, length) => reserve(redis, [rateLimitKey], [length]);
}
