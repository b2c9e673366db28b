import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { DAY, type Instant, SECOND } from "../../platform/time.ts";

const MAX_GUILDS = 10;
const RETENTION = 30 * DAY;

/** The guilds where a learner answered daily questions in the last 30 days. */
export function createRecentGuildStore(redis: Redis) {
  return {
    async record(userId: string, guildId: string, at: Instant): Promise<void> {
      const key = keys.recentGuilds(userId);
      await redis
        .multi()
        .zadd(key, "GT", at, guildId)
        .zremrangebyrank(key, 0, -MAX_GUILDS - 1)
        .expire(key, RETENTION / SECOND)
        .exec();
    },

    list(userId: string, now: Instant): Promise<string[]> {
      return redis.zrange(keys.recentGuilds(userId), now - RETENTION, "+inf", "BYSCORE");
    },
  };
}
export type RecentGuildStore = ReturnType<typeof createRecentGuildStore>;
