import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { HiddenMembers } from "../boards/ports.ts";

export function createHiddenMembers(redis: Redis): HiddenMembers {
  return {
    of: async (guildId) => new Set(await redis.smembers(keys.hiddenMembers(guildId))),

    async add(guildId, userId) {
      await redis.sadd(keys.hiddenMembers(guildId), userId);
    },

    async remove(guildId, userId) {
      await redis.srem(keys.hiddenMembers(guildId), userId);
    },
  };
}
