import type { Redis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import type { Interactions } from "./interaction-ports.ts";

/** As long as an interaction's token lives. */
const KEPT_SECONDS = 15 * 60;

export function createInteractions(redis: Redis): Interactions {
  return {
    take: async (id) => (await redis.set(keys.interactionClaim(id), "1", "EX", KEPT_SECONDS, "NX")) === "OK",
  };
}
