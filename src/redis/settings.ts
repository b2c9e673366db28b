import { z } from "zod";
import type { SettingsStore } from "../app/ports.ts";
import { settingsSchema } from "../core/settings.ts";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";
import { fields } from "./reply.ts";
import { script } from "./script.ts";

const stored = fields.transform((hash): unknown => hash).pipe(settingsSchema);
const change = script("change-settings", z.tuple([stored, stored]));

export function createSettingsStore(redis: Redis): SettingsStore {
  return {
    of: async (guildId) => settingsSchema.parse(await redis.hgetall(keys.settings(guildId))),

    async change(guildId, patch) {
      const named = Object.entries(patch).flatMap(([name, value]) => [name, value ?? ""]);
      const [before, after] = await change(redis, [keys.settings(guildId)], named);
      return { before, after };
    },

    zone: async (guildId) => (await redis.hget(keys.settings(guildId), "zone")) ?? undefined,

    async setZoneIfUnset(guildId, zone) {
      await redis.hsetnx(keys.settings(guildId), "zone", zone);
    },
  };
}
