import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { QUEUE_LIMITS, type ReviewItem, reviewItemSchema } from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  add: z.enum(["added", "duplicate", "full", "member-full"]),
  update: z.literal([0, 1]),
});

const storedItem = json(reviewItemSchema);

/** Stores suggestions and reports that are waiting for a guild's moderators. */
export function createReviewQueueStore(redis: Redis) {
  return {
    /** Lists all items, oldest first. */
    async list(guildId: string): Promise<ReviewItem[]> {
      const texts = await redis.hvals(keys.reviewQueue(guildId));
      const items = texts.map((text) => storedItem.parse(text));
      return items.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    },

    async find(guildId: string, id: string): Promise<ReviewItem | undefined> {
      const text = await redis.hget(keys.reviewQueue(guildId), id);
      return text === null ? undefined : storedItem.parse(text);
    },

    /** Adds an item. "duplicate": the member already has this suggestion in the queue. Limits apply per kind. */
    async add(guildId: string, item: ReviewItem): Promise<"added" | "duplicate" | "full" | "member-full"> {
      const { id, kind, by } = item;
      const args = [id, JSON.stringify(item), kind, by, QUEUE_LIMITS.guild, QUEUE_LIMITS.member];
      return scripts.add(redis, [keys.reviewQueue(guildId)], args);
    },

    /** Replaces an item. Does nothing and returns false unless the stored version is `item.version - 1`. */
    async replace(guildId: string, item: ReviewItem): Promise<boolean> {
      const args = [item.id, item.version - 1, JSON.stringify(item)];
      return (await scripts.update(redis, [keys.reviewQueue(guildId)], args)) === 1;
    },

    /** Removes an item. Does nothing and returns false if it isn't at this version. */
    async remove(guildId: string, { id, version }: Pick<ReviewItem, "id" | "version">): Promise<boolean> {
      return (await scripts.update(redis, [keys.reviewQueue(guildId)], [id, version, ""])) === 1;
    },
  };
}

export type ReviewQueueStore = ReturnType<typeof createReviewQueueStore>;
