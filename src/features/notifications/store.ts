import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import type { NoticeStore } from "./ports.ts";
import { noticeSchema } from "./rules.ts";

const SENT = "sent";
/** A notice that could be put a second time after so long has a new id by then. */
const KEPT_SECONDS = 400 * 86_400;

const stored = json(z.object({ channelId: z.string(), at: z.int(), tried: z.boolean(), notice: noticeSchema }));

export function createNoticeStore(redis: Redis): NoticeStore {
  return {
    async put(guildId, id, outgoing) {
      await redis.set(keys.notification(guildId, id), JSON.stringify(outgoing), "EX", KEPT_SECONDS, "NX");
    },

    async find(guildId, id) {
      const text = await redis.get(keys.notification(guildId, id));
      return text === null || text === SENT ? undefined : stored.parse(text);
    },

    async markTried(guildId, id, outgoing) {
      await redis.set(keys.notification(guildId, id), JSON.stringify({ ...outgoing, tried: true }), "KEEPTTL", "XX");
    },

    async settle(guildId, id) {
      await redis.set(keys.notification(guildId, id), SENT, "KEEPTTL", "XX");
    },

    async forget(guildId, id) {
      await redis.del(keys.notification(guildId, id));
    },
  };
}
