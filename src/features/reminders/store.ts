import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { DAY, SECOND } from "../../platform/time.ts";
import type { ReminderStore } from "./ports.ts";
import type { Reminder } from "./rules.ts";

/** Longer than any day lasts anywhere, so that off and on again sends no second letter. */
const DAY_KNOWN = (3 * DAY) / SECOND;
const NOTICE_KEPT = (90 * DAY) / SECOND;

const claim = defineScript(
  new URL("./claim-reminder.lua", import.meta.url),
  z.union([z.tuple([z.literal("claimed"), z.string()]), z.tuple([z.literal("done")])]),
);
const markSent = defineScript(new URL("./mark-reminded.lua", import.meta.url), z.int());
const text = z.string().nullable();
const found = z.tuple([text, text, text, text]);

export function createReminderStore(redis: Redis): ReminderStore {
  async function find(userId: string): Promise<Reminder | undefined> {
    const stored = await redis.hmget(keys.reminder(userId), "time", "zone", "day", "sent");
    const [time, zone, day, sent] = found.parse(stored);
    return time && zone ? { time, zone, ...(day && sent && { day }) } : undefined;
  }

  async function remove(userId: string): Promise<boolean> {
    const key = keys.reminder(userId);
    const [removed] = await Promise.all([redis.hdel(key, "time", "zone"), redis.expire(key, DAY_KNOWN)]);
    return removed > 0;
  }

  async function keepClosed(userId: string): Promise<void> {
    await redis.set(keys.reminderUndeliverable(userId), "1", "EX", NOTICE_KEPT);
  }

  return {
    find,
    remove,
    keepClosed,

    async set(userId, { time, zone }) {
      const key = keys.reminder(userId);
      await redis.multi().hset(key, { time, zone }).persist(key).del(keys.reminderUndeliverable(userId)).exec();
      return (await find(userId)) ?? { time, zone };
    },

    async close(userId) {
      // The notice first: told of what is still on is better than never told.
      await keepClosed(userId);
      await remove(userId);
    },

    takeClosed: async (userId) => (await redis.getdel(keys.reminderUndeliverable(userId))) !== null,

    async claim(userId, day, now) {
      const [outcome, since] = await claim(redis, [keys.reminder(userId)], [day, now]);
      return outcome === "done" ? { outcome } : { outcome, ...(since && { since: Number(since) }) };
    },

    async markSent(userId, day) {
      await markSent(redis, [keys.reminder(userId)], [day]);
    },
  };
}
