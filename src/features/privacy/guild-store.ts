import type { Redis } from "../../platform/redis/client.ts";
import { keysUnder } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";

/** The guilds the bot is in. */
export function createGuildStore(redis: Redis) {
  return {
    async add(guildIds: readonly string[]): Promise<void> {
      if (guildIds.length > 0) await redis.sadd(keys.guilds(), ...guildIds);
    },

    async remove(guildId: string): Promise<void> {
      await redis.srem(keys.guilds(), guildId);
    },

    list: (): Promise<string[]> => redis.smembers(keys.guilds()),
    has: async (guildId: string): Promise<boolean> => (await redis.sismember(keys.guilds(), guildId)) === 1,

    /** Deletes all keys of the guild and returns how many there were. */
    async deleteData(guildId: string): Promise<number> {
      let deleted = 0;
      for await (const batch of keysUnder(redis, keys.guildPrefix(guildId))) {
        const counts = await Promise.all(batch.map((key) => redis.unlink(key)));
        deleted += counts.reduce((sum, count) => sum + count, 0);
      }
      return deleted;
    },
  };
}

export type GuildStore = ReturnType<typeof createGuildStore>;
