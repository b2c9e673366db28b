import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { type Preferences, parseLanguages } from "./rules.ts";

/** Stores learners' personal settings. Defaults aren't stored. */
export function createPreferenceStore(redis: Redis) {
  return {
    async load(userId: string): Promise<Preferences> {
      const languages = await redis.hget(keys.preferences(userId), "languages");
      return { languages: parseLanguages(languages?.split(" ") ?? []) };
    },

    async setLanguages(userId: string, languages: Preferences["languages"]): Promise<void> {
      const key = keys.preferences(userId);
      if (languages.length === 0) await redis.hdel(key, "languages");
      else await redis.hset(key, "languages", languages.join(" "));
    },
  };
}

export type PreferenceStore = ReturnType<typeof createPreferenceStore>;
