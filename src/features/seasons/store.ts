import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { Instant } from "../../platform/time.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), { closeSeason: z.int() });

export function createSeasonStore(redis: Redis) {
  return {
    /** Ends a season. Returns when it ended, now or before. */
    close: (guildId: string, season: number, at: Instant): Promise<Instant> =>
      scripts.closeSeason(redis, [keys.settings(guildId), keys.totals(guildId)], [season, at]),
  };
}

export type SeasonStore = ReturnType<typeof createSeasonStore>;
