import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { ActivityStore } from "../learning/ports.ts";
import { firstDayKept } from "./activity-rules.ts";

const note = defineScript(new URL("./note-activity.lua", import.meta.url), z.int());

const DAY_LENGTH = "2026-11-22".length;
const count = z.coerce.number().int();

export function createActivityStore(redis: Redis): ActivityStore {
  return {
    async note(userId, activities) {
      const [newest] = activities.map(({ day }) => day).toSorted((a, b) => b.localeCompare(a));
      if (newest === undefined) return;
      const fields = activities.flatMap(({ day, sitting, answers }) => [`${day}:${sitting}`, answers]);
      await note(redis, [keys.activity(userId)], [firstDayKept(newest), ...fields]);
    },

    async of(userId) {
      const stored = await redis.hgetall(keys.activity(userId));
      return Object.entries(stored).map(([field, answers]) => ({
        day: field.slice(0, DAY_LENGTH),
        sitting: field.slice(DAY_LENGTH + 1),
        answers: count.parse(answers),
      }));
    },
  };
}
