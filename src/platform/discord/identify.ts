import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocketOptions } from "discord.js";
import type { Logger } from "pino";

/** Whose turn it is to begin a session; `take` gives 0, or how many milliseconds to wait before asking again. */
export type IdentifyThrottle = { take(bucket: number): Promise<number> };

const ASK_AGAIN_MS = 1_000;

/** Keeps Discord's `max_concurrency` over all processes: shards of one bucket begin their sessions one after another. */
export function throttleIdentify(
  throttle: IdentifyThrottle,
  log: Logger,
): Required<WebSocketOptions>["buildIdentifyThrottler"] {
  return async (manager) => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation();

    async function turn(bucket: number): Promise<number> {
      try {
        return await throttle.take(bucket);
      } catch (error) {
        // A shard whose turn fails would never identify: it asks again until it has one.
        log.warn({ err: error }, "A shard waits for Redis before it identifies");
        return ASK_AGAIN_MS;
      }
    }

    return {
      async waitForIdentify(shardId, signal) {
        const bucket = shardId % limit.max_concurrency;
        for (let wait = await turn(bucket); wait > 0; wait = await turn(bucket)) {
          await sleep(wait, undefined, { signal });
        }
      },
    };
  };
}
