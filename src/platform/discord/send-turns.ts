import { z } from "zod";
import type { Redis } from "../redis/client.ts";
import { defineScript } from "../redis/define-script.ts";
import { keys } from "../redis/keys.ts";

const takeTurn = defineScript(new URL("./take-turn.lua", import.meta.url), z.coerce.number());

/**
 * Whose turn it is, among all processes on this Redis. Each takes the next stretch of time nobody else has, so many
 * milliseconds long, and is told the milliseconds until it begins.
 */
export function createTurns(redis: Redis) {
  return {
    /** To send a message, whatever it is. */
    toSend: (lasting: number): Promise<number> => takeTurn(redis, [keys.sendRateLimit()], [lasting]),
    /** To draw a live quiz anew in its channel. */
    toDraw: (guildId: string, channelId: string, lasting: number): Promise<number> =>
      takeTurn(redis, [keys.liveQuizRateLimit(guildId, channelId)], [lasting]),
  };
}

export type Turns = ReturnType<typeof createTurns>;
