import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { type Activity, type DayTotal, guildOf, MAX_SESSIONS_PER_DAY, retainedFrom } from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  record: z.int(),
});

const count = z.coerce.number().int();

/** Stores how many answers learners gave on each recent day. */
export function createActivityStore(redis: Redis) {
  return {
    /**
     * Records totals of sessions. Recording the same total again changes nothing. A higher one adds only the
     * difference.
     */
    async record(userId: string, activities: readonly Activity[]): Promise<void> {
      const [newest] = activities.map(({ day }) => day).toSorted((a, b) => b.localeCompare(a));
      if (newest === undefined) return;
      const { totals, sessions } = retainedFrom(newest);
      const args = activities.flatMap((one) => [one.day, one.session, guildOf(one), one.answers]);
      await scripts.record(
        redis,
        [keys.activity(userId), keys.sessions(userId)],
        [totals, sessions, MAX_SESSIONS_PER_DAY, ...args],
      );
    },

    /** The number of answers on each day: all of them, and those to each guild's daily questions. */
    async list(userId: string): Promise<DayTotal[]> {
      const stored = await redis.hgetall(keys.activity(userId));
      return Object.entries(stored).map(([field, answers]) => {
        const [day = "", guildId] = field.split(":");
        return { day, answers: count.parse(answers), ...(guildId !== undefined && { guildId }) };
      });
    },
  };
}
export type ActivityStore = ReturnType<typeof createActivityStore>;
