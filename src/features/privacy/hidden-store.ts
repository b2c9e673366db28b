import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";

/** Stores which members are hidden from their guild's leaderboards and lists of first correct answers. */
export function createHiddenMemberStore(redis: Redis) {
  return {
    of: async (guildId: string): Promise<ReadonlySet<string>> =>
      new Set(await redis.smembers(keys.hiddenMembers(guildId))),

    async add(guildId: string, userId: string): Promise<void> {
      await redis.sadd(keys.hiddenMembers(guildId), userId);
    },

    async remove(guildId: string, userId: string): Promise<void> {
      await redis.srem(keys.hiddenMembers(guildId), userId);
    },
  };
}

export type HiddenMemberStore = ReturnType<typeof createHiddenMemberStore>;
