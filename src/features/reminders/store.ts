import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { DAY, type Instant, type LocalDate, SECOND } from "../../platform/time.ts";
import type { Reminder } from "./rules.ts";

/** Longer than a day in any time zone, so turning reminders off and on again doesn't send a second one that day. */
const DAY_RETENTION_SECONDS = (3 * DAY) / SECOND;
const NOTICE_RETENTION_SECONDS = (90 * DAY) / SECOND;

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  claim: z.union([z.tuple([z.literal("claimed"), z.string()]), z.tuple([z.literal("done")])]),
  markSent: z.int(),
});
const text = z.string().nullable();
const storedReminder = z.tuple([text, text, text, text]);

/** Stores reminders. Each learner has at most one, which is sent at most once a day. */
export function createReminderStore(redis: Redis) {
  async function find(userId: string): Promise<Reminder | undefined> {
    const stored = await redis.hmget(keys.reminder(userId), "time", "zone", "day", "sent");
    const [time, zone, day, sent] = storedReminder.parse(stored);
    return time && zone ? { time, zone, ...(day && sent && { day }) } : undefined;
  }

  /** Turns the reminder off. Returns false if it was already off. */
  async function remove(userId: string): Promise<boolean> {
    const key = keys.reminder(userId);
    const [removed] = await Promise.all([redis.hdel(key, "time", "zone"), redis.expire(key, DAY_RETENTION_SECONDS)]);
    return removed > 0;
  }

  /** Requests that the learner be notified about closed direct messages. */
  async function requireClosedNotice(userId: string): Promise<void> {
    await redis.set(keys.reminderUndeliverable(userId), "1", "EX", NOTICE_RETENTION_SECONDS);
  }

  return {
    find,
    remove,
    requireClosedNotice,

    /** Turns the reminder on or changes it. Keeps the last day it was sent. */
    async set(userId: string, { time, zone }: Pick<Reminder, "time" | "zone">): Promise<Reminder> {
      const key = keys.reminder(userId);
      await redis.multi().hset(key, { time, zone }).persist(key).del(keys.reminderUndeliverable(userId)).exec();
      return (await find(userId)) ?? { time, zone };
    },

    /** Turns the reminder off because direct messages are closed. */
    async close(userId: string): Promise<void> {
      // The notice comes first. If this crashes in between, an early notice is better than none.
      await requireClosedNotice(userId);
      await remove(userId);
    },

    /** Returns true once per requested notice, unless the reminder has been turned on since the request. */
    async takeClosedNotice(userId: string): Promise<boolean> {
      return (await redis.getdel(keys.reminderUndeliverable(userId))) !== null;
    },

    /** Claims a day's reminder. `since` is when an earlier attempt started, which may have sent it. */
    async claim(
      userId: string,
      day: LocalDate,
      now: Instant,
    ): Promise<{ outcome: "claimed"; since?: Instant } | { outcome: "done" }> {
      const [outcome, since] = await scripts.claim(redis, [keys.reminder(userId)], [day, now]);
      return outcome === "done" ? { outcome } : { outcome, ...(since && { since: Number(since) }) };
    },

    async markSent(userId: string, day: LocalDate): Promise<void> {
      await scripts.markSent(redis, [keys.reminder(userId)], [day]);
    },
  };
}
export type ReminderStore = ReturnType<typeof createReminderStore>;
