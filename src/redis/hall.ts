import { z } from "zod";
import type { HallStore } from "../app/ports/hall.ts";
import { earnedSchema } from "../core/notice.ts";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";
import { json } from "./reply.ts";

const stored = json(z.object({ closedAt: z.int(), winners: z.array(earnedSchema), members: z.int() }));

export function createHallStore(redis: Redis): HallStore {
  return {
    async enter(guildId, season, entry) {
      await redis.hsetnx(keys.hall(guildId), String(season), JSON.stringify(entry));
    },

    holds: async (guildId, season) => (await redis.hexists(keys.hall(guildId), String(season))) === 1,

    async all(guildId) {
      const entries = Object.entries(await redis.hgetall(keys.hall(guildId)));
      return entries
        .map(([season, text]) => ({ season: Number(season), ...stored.parse(text) }))
        .sort((a, b) => b.season - a.season);
    },
  };
}
