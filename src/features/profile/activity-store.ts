import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { type Activity, firstRetainedDay } from "./activity-rules.ts";

const scripts = defineScripts(new URL("./activity-store.lua", import.meta.url), {
  record: z.int(),
});

const DAY_LENGTH = "2026-11-22".length;
const count = z.coerce.number().int();

/** How many questions each learner answered on each of the last days. */
export function createActivityStore(redis: Redis) {
  return {
    /** Records totals; recording one again, or a higher one, counts it once. */
    async record(userId: string, activities: readonly Activity[]): Promise<void> {
      const [newest] = activities.map(({ day }) => day).toSorted((a, b) => b.localeCompare(a));
      if (newest === undefined) return;
      const fields = activities.flatMap(({ day, sitting, answers }) => [`${day}:${sitting}`, answers]);
      await scripts.record(redis, [keys.activity(userId)], [firstRetainedDay(newest), ...fields]);
    },

    async list(userId: string): Promise<Activity[]> {
      const stored = await redis.hgetall(keys.activity(userId));
      return Object.entries(stored).map(([field, answers]) => ({
        day: field.slice(0, DAY_LENGTH),
        sitting: field.slice(DAY_LENGTH + 1),
        answers: count.parse(answers),
      }));
    },
  };
}
export type ActivityStore = ReturnType<typeof createActivityStore>;
