import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { hash } from "../../platform/redis/reply.ts";
import type { Calendar } from "../boards/calendar-rules.ts";
import type { SettingsStore } from "./ports.ts";
import { type BankMix, type FeedbackTime, settingsSchema } from "./rules.ts";

const stored = hash.transform((fields): unknown => fields).pipe(settingsSchema);
const change = defineScript(new URL("./change-settings.lua", import.meta.url), z.tuple([stored, stored]));

const close = defineScript(new URL("./close-season.lua", import.meta.url), z.coerce.number());

const calendarIn = settingsSchema.pick({ zone: true, weekStart: true, seasonLength: true }).extend({
  closings: z
    .string()
    .default("")
    .transform((text) => text.split(" ").filter(Boolean).map(Number)),
});

/** A guild's calendar from the hash of its settings. */
export function readCalendar(hash: Record<string, string>): Calendar {
  return calendarIn.parse(hash);
}

export function bankMixIn(stored: string): BankMix {
  return settingsSchema.shape.bankMix.parse(stored || undefined);
}

export function feedbackIn(hash: Record<string, string>): FeedbackTime {
  return settingsSchema.shape.feedback.parse(hash.feedback);
}

export function createSettingsStore(redis: Redis): SettingsStore {
  return {
    of: async (guildId) => settingsSchema.parse(await redis.hgetall(keys.settings(guildId))),

    async change(guildId, patch) {
      const named = Object.entries(patch).flatMap(([name, value]) => [name, value ?? ""]);
      const [before, after] = await change(redis, [keys.settings(guildId)], named);
      return { before, after };
    },

    closeSeason: (guildId, season, at) => close(redis, [keys.settings(guildId)], [season, at]),

    calendar: async (guildId) => readCalendar(await redis.hgetall(keys.settings(guildId))),

    zone: async (guildId) => (await redis.hget(keys.settings(guildId), "zone")) ?? undefined,

    async setZoneIfUnset(guildId, zone) {
      await redis.hsetnx(keys.settings(guildId), "zone", zone);
    },
  };
}
