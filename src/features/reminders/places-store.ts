import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { DAY, SECOND } from "../../platform/time.ts";
import type { PlacesStore } from "../learning/ports.ts";

const KEPT = 10;
const KEPT_FOR = 30 * DAY;

export function createPlacesStore(redis: Redis): PlacesStore {
  return {
    async note(userId, guildId, at) {
      const key = keys.recentGuilds(userId);
      await redis
        .multi()
        .zadd(key, "GT", at, guildId)
        .zremrangebyrank(key, 0, -KEPT - 1)
        .expire(key, KEPT_FOR / SECOND)
        .exec();
    },

    lately: (userId, now) => redis.zrange(keys.recentGuilds(userId), now - KEPT_FOR, "+inf", "BYSCORE"),
  };
}
