import type { Interactions } from "../app/ports/interactions.ts";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";

/** As long as an interaction's token lives. */
const KEPT_SECONDS = 15 * 60;

export function createInteractions(redis: Redis): Interactions {
  return {
    take: async (id) => (await redis.set(keys.interaction(id), "1", "EX", KEPT_SECONDS, "NX")) === "OK",
  };
}
