import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { memberPointsSchema } from "../notifications/rules.ts";

const storedSeason = z.object({ closedAt: z.int(), winners: z.array(memberPointsSchema), members: z.int() });
export type ClosedSeason = z.infer<typeof storedSeason>;

export function createHallOfFameStore(redis: Redis) {
  return {
    /** Saves a closed season, unless it is already there. */
    async add(guildId: string, season: number, closed: ClosedSeason): Promise<void> {
      await redis.hsetnx(keys.hallOfFame(guildId), String(season), JSON.stringify(closed));
    },

    has: async (guildId: string, season: number) =>
      (await redis.hexists(keys.hallOfFame(guildId), String(season))) === 1,

    /** Closed seasons, latest first. */
    async list(guildId: string): Promise<(ClosedSeason & { season: number })[]> {
      const stored = await redis.hgetall(keys.hallOfFame(guildId));
      return Object.entries(stored)
        .map(([season, text]) => ({ season: Number(season), ...json(storedSeason).parse(text) }))
        .sort((a, b) => b.season - a.season);
    },
  };
}

export type HallOfFameStore = ReturnType<typeof createHallOfFameStore>;
