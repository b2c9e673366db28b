import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, hash, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { Zone } from "../../platform/time.ts";
import { type Calendar, closingSchema } from "../boards/calendar-rules.ts";
import { type BankMix, type FeedbackTime, type Settings, type SettingsPatch, settingsSchema } from "./rules.ts";

const storedSettings = hash.transform((fields): unknown => fields).pipe(settingsSchema);
const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  changeSettings: z.tuple([storedSettings, storedSettings]),
});

const calendarSchema = settingsSchema
  .pick({ zone: true, weekStart: true, seasonLength: true })
  .extend({ closings: json(z.array(closingSchema)).default([]) });

export function createSettingsStore(redis: Redis) {
  return {
    load: async (guildId: string): Promise<Settings> =>
      settingsSchema.parse(await redis.hgetall(keys.settings(guildId))),

    /** Changes only these settings, atomically. */
    async change(guildId: string, patch: SettingsPatch): Promise<{ before: Settings; after: Settings }> {
      const fields = Object.entries(patch).flatMap(([name, value]) => [name, value ?? ""]);
      const [before, after] = await scripts.changeSettings(redis, [keys.settings(guildId)], fields);
      return { before, after };
    },

    calendar: async (guildId: string): Promise<Calendar> => parseCalendar(await redis.hgetall(keys.settings(guildId))),

    /** The guild's time zone. Undefined until a moderator or the first schedule sets it. */
    zone: async (guildId: string): Promise<Zone | undefined> =>
      (await redis.hget(keys.settings(guildId), "zone")) ?? undefined,

    async setZoneIfUnset(guildId: string, zone: Zone): Promise<void> {
      await redis.hsetnx(keys.settings(guildId), "zone", zone);
    },
  };
}

export type SettingsStore = ReturnType<typeof createSettingsStore>;

/** Parses the settings hash. For stores that read it in their own scripts. */
export function parseCalendar(hash: Record<string, string>): Calendar {
  return calendarSchema.parse(hash);
}

export function parseBankMix(stored: string): BankMix {
  return settingsSchema.shape.bankMix.parse(stored || undefined);
}

export function parseFeedback(hash: Record<string, string>): FeedbackTime {
  return settingsSchema.shape.feedback.parse(hash.feedback);
}
