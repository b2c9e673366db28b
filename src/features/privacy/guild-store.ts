import { z } from "zod";
import { keysWithPrefix, type Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), { deleteIfRemoved: z.int() });

/** Stores which guilds the bot is in, and which it was removed from. */
export function createGuildStore(redis: Redis) {
  return {
    async add(guildIds: readonly string[]): Promise<void> {
      await Promise.all(guildIds.map((guildId) => redis.del(keys.removal(guildId))));
      if (guildIds.length > 0) await redis.sadd(keys.guilds(), ...guildIds);
    },

    async remove(guildId: string): Promise<void> {
      await redis.set(keys.removal(guildId), "1");
      await redis.srem(keys.guilds(), guildId);
    },

    list: (): Promise<string[]> => redis.smembers(keys.guilds()),
    has: async (guildId: string): Promise<boolean> => (await redis.sismember(keys.guilds(), guildId)) === 1,

    /** Deletes all keys of the guild. Returns how many it deleted. Stops if the bot is back. */
    async deleteData(guildId: string): Promise<number> {
      const removal = keys.removal(guildId);
      let total = 0;
      for await (const batch of keysWithPrefix(redis, keys.guildPrefix(guildId))) {
        const found = batch.filter((key) => key !== removal);
        if (found.length === 0) continue;
        const deleted = await scripts.deleteIfRemoved(redis, [removal, ...found], []);
        if (deleted < 0) return total;
        total += deleted;
      }
      if (total === 0) await redis.del(removal);
      return total;
    },
  };
}

export type GuildStore = ReturnType<typeof createGuildStore>;
