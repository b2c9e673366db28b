import type { Redis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";

/** Discord takes one identify of a bucket in 5 s, counted where it arrives; the rest is for the way there. */
const ONE_EVERY_MS = 5_250;

/** Who may begin a gateway session now, among all processes on this Redis. */
export function createIdentifyThrottle(redis: Redis) {
  return {
    /** Takes the bucket's turn: 0 if it was free, else the milliseconds until it is. */
    async take(bucket: number): Promise<number> {
      const key = keys.identify(bucket);
      if ((await redis.set(key, "1", "PX", ONE_EVERY_MS, "NX")) === "OK") return 0;
      return Math.max(await redis.pttl(key), 1);
    },
  };
}
