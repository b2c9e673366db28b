import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocketOptions } from "discord.js";
import type { Logger } from "pino";
import type { Redis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { SECOND } from "../time.ts";

/** Discord takes one identify per bucket in 5 s, counted on arrival. The rest is a margin for latency. */
const IDENTIFY_INTERVAL = 5.25 * SECOND;
const RETRY_AFTER = SECOND;

export type BuildIdentifyThrottler = Required<WebSocketOptions>["buildIdentifyThrottler"];

/** Keeps to Discord's `max_concurrency` across all processes: shards of one bucket identify one after another. */
export function createIdentifyThrottler(redis: Redis, log: Logger): BuildIdentifyThrottler {
  /** Claims the bucket: returns 0, or the milliseconds until it is free. */
  async function claim(bucket: number): Promise<number> {
    const key = keys.identify(bucket);
    try {
      if ((await redis.set(key, "1", "PX", IDENTIFY_INTERVAL, "NX")) === "OK") return 0;
      return Math.max(await redis.pttl(key), 1);
    } catch (error) {
      // A shard whose throttler throws would never identify.
      log.warn({ err: error }, "Redis unreachable; shard waits to identify");
      return RETRY_AFTER;
    }
  }

  return async (manager) => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation();
    return {
      async waitForIdentify(shardId, signal) {
        const bucket = shardId % limit.max_concurrency;
        for (let wait = await claim(bucket); wait > 0; wait = await claim(bucket)) {
          await sleep(wait, undefined, { signal });
        }
      },
    };
  };
}
