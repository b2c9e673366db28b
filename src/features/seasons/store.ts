import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { earnedSchema } from "../notifications/rules.ts";
import type { HallStore } from "./ports.ts";

const stored = json(z.object({ closedAt: z.int(), winners: z.array(earnedSchema), members: z.int() }));

export function createHallStore(redis: Redis): HallStore {
  return {
    async enter(guildId, season, entry) {
      await redis.hsetnx(keys.hallOfFame(guildId), String(season), JSON.stringify(entry));
    },

    holds: async (guildId, season) => (await redis.hexists(keys.hallOfFame(guildId), String(season))) === 1,

    async all(guildId) {
      const entries = Object.entries(await redis.hgetall(keys.hallOfFame(guildId)));
      return entries
        .map(([season, text]) => ({ season: Number(season), ...stored.parse(text) }))
        .sort((a, b) => b.season - a.season);
    },
  };
}
