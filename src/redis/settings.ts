import type { Redis } from "ioredis";
import type { SettingsStore } from "../app/ports.ts";
import { keys } from "./keys.ts";

export function createSettingsStore(redis: Redis): SettingsStore {
  return {
    zone: async (guildId) => (await redis.hget(keys.settings(guildId), "zone")) ?? undefined,

    async setZoneIfUnset(guildId, zone) {
      await redis.hsetnx(keys.settings(guildId), "zone", zone);
    },

    async setZone(guildId, zone) {
      await redis.hset(keys.settings(guildId), "zone", zone);
    },
  };
}
