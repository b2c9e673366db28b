import { z } from "zod";
import type { ActivityStore } from "../app/ports/learners.ts";
import { firstDayKept } from "../core/activity.ts";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";
import { script } from "./script.ts";

const note = script("note-activity", z.int());

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
