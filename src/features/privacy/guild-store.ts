import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { keysUnder } from "../../platform/redis/scan.ts";
import type { GuildData } from "./guild-ports.ts";

export function createGuildData(redis: Redis): GuildData {
  return {
    async note(guildIds) {
      if (guildIds.length > 0) await redis.sadd(keys.guilds(), ...guildIds);
    },

    async strike(guildId) {
      await redis.srem(keys.guilds(), guildId);
    },

    noted: () => redis.smembers(keys.guilds()),
    isNoted: async (guildId) => (await redis.sismember(keys.guilds(), guildId)) === 1,

    async remove(guildId) {
      let found = 0;
      for await (const some of keysUnder(redis, keys.guildPrefix(guildId))) {
        const removed = await Promise.all(some.map((key) => redis.unlink(key)));
        found += removed.reduce((sum, count) => sum + count, 0);
      }
      return found;
    },
  };
}
