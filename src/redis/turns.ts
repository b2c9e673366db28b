import { z } from "zod";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";
import { script } from "./script.ts";

const takeTurn = script("take-turn", z.coerce.number());

/**
 * Whose turn it is, among all processes on this Redis. Each takes the next stretch of time nobody else has, so many
 * milliseconds long, and is told the milliseconds until it begins.
 */
export function createTurns(redis: Redis) {
  return {
    /** To send a message, whatever it is. */
    toSend: (lasting: number): Promise<number> => takeTurn(redis, [keys.sendTurns()], [lasting]),
    /** To draw a live quiz anew in its channel. */
    toDraw: (guildId: string, channelId: string, lasting: number): Promise<number> =>
      takeTurn(redis, [keys.drawTurns(guildId, channelId)], [lasting]),
  };
}
