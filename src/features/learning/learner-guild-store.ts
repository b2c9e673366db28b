import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { Instant } from "../../platform/time.ts";

/**
 * The guilds where a learner has used the bot. A guild is added before the interaction there is handled, so every guild
 * that holds data about a learner is in the list.
 */
export function createLearnerGuildStore(redis: Redis) {
  return {
    async add(userId: string, guildId: string, at: Instant): Promise<void> {
      await redis.zadd(keys.learnerGuilds(userId), "NX", at, guildId);
    },

    list: (userId: string): Promise<string[]> => redis.zrange(keys.learnerGuilds(userId), "0", "-1"),

    async remove(userId: string, guildIds: readonly string[]): Promise<void> {
      if (guildIds.length > 0) await redis.zrem(keys.learnerGuilds(userId), ...guildIds);
    },
  };
}

export type LearnerGuildStore = ReturnType<typeof createLearnerGuildStore>;
