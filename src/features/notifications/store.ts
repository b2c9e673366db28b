import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { notificationSchema, type PendingNotification } from "./rules.ts";

const DONE = "done";
/** Longer than any caller could accidentally repeat an id. */
const RETENTION_SECONDS = 400 * 86_400;

const pending = json(
  z.object({ channelId: z.string(), at: z.int(), attempted: z.boolean(), notification: notificationSchema }),
);

/** Stores pending notifications, and the ids of those that are done. */
export function createNotificationStore(redis: Redis) {
  return {
    /** Adds a notification. Does nothing if its id has been used before. */
    async add(guildId: string, id: string, notification: PendingNotification): Promise<void> {
      await redis.set(keys.notification(guildId, id), JSON.stringify(notification), "EX", RETENTION_SECONDS, "NX");
    },

    async findPending(guildId: string, id: string): Promise<PendingNotification | undefined> {
      const stored = await redis.get(keys.notification(guildId, id));
      return stored === null || stored === DONE ? undefined : pending.parse(stored);
    },

    async markAttempted(guildId: string, id: string, notification: PendingNotification): Promise<void> {
      const attempted = JSON.stringify({ ...notification, attempted: true });
      await redis.set(keys.notification(guildId, id), attempted, "KEEPTTL", "XX");
    },

    /** Marks the notification as sent or undeliverable. */
    async markDone(guildId: string, id: string): Promise<void> {
      await redis.set(keys.notification(guildId, id), DONE, "KEEPTTL", "XX");
    },

    /** Frees the id for another notification. */
    async delete(guildId: string, id: string): Promise<void> {
      await redis.del(keys.notification(guildId, id));
    },
  };
}

export type NotificationStore = ReturnType<typeof createNotificationStore>;
