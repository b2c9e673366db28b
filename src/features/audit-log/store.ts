import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import type { AuditLog } from "./ports.ts";
import { AUDIT_KEPT, auditEntrySchema } from "./rules.ts";

const stored = json(auditEntrySchema);

export function createAuditLog(redis: Redis): AuditLog {
  return {
    async note(guildId, entry) {
      const key = keys.auditLog(guildId);
      const [number] = await Promise.all([
        redis.hincrby(keys.totals(guildId), "audited", 1),
        redis.lpush(key, JSON.stringify(entry)),
        redis.ltrim(key, 0, AUDIT_KEPT - 1),
      ]);
      return number;
    },

    async page(guildId, first, size) {
      const key = keys.auditLog(guildId);
      const [total, texts] = await Promise.all([redis.llen(key), redis.lrange(key, first, first + size - 1)]);
      // An entry of a newer version is left out rather than guessed at.
      const entries = texts.flatMap((text) => stored.safeParse(text).data ?? []);
      return { total, entries };
    },
  };
}
