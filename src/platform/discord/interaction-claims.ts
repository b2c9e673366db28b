import type { Redis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";

/** As long as an interaction's token is valid. */
const CLAIM_SECONDS = 15 * 60;

export type InteractionClaims = ReturnType<typeof createInteractionClaims>;

/** Of several processes that receive the same interaction, lets one run it. */
export function createInteractionClaims(redis: Redis) {
  return {
    /** True for the first call with this id. */
    claim: async (interactionId: string): Promise<boolean> =>
      (await redis.set(keys.interactionClaim(interactionId), "1", "EX", CLAIM_SECONDS, "NX")) === "OK",
  };
}
