import { randomUUID } from "node:crypto";
import type { Redis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";

/** As long as an interaction's token is valid. */
const CLAIM_SECONDS = 15 * 60;

export type InteractionClaims = ReturnType<typeof createInteractionClaims>;

/** Of several processes that receive the same interaction, lets one run it. */
export function createInteractionClaims(redis: Redis) {
  return {
    /** True for the first call with this id. */
    async claim(interactionId: string): Promise<boolean> {
      const key = keys.interactionClaim(interactionId);
      const claimant = randomUUID();
      if ((await redis.set(key, claimant, "EX", CLAIM_SECONDS, "NX")) === "OK") return true;
      // The connection may have been lost after Redis ran the command, so that it was sent again.
      return (await redis.get(key)) === claimant;
    },
  };
}
