import type { HiddenMembers } from "../app/ports/boards.ts";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";

export function createHiddenMembers(redis: Redis): HiddenMembers {
  return {
    of: async (guildId) => new Set(await redis.smembers(keys.hidden(guildId))),

    async add(guildId, userId) {
      await redis.sadd(keys.hidden(guildId), userId);
    },

    async remove(guildId, userId) {
      await redis.srem(keys.hidden(guildId), userId);
    },
  };
}
