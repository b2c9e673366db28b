import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { type AuditEntry, auditEntrySchema, MAX_AUDIT_ENTRIES } from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), { addEntry: z.int() });
const storedEntry = json(auditEntrySchema);

/** A guild's latest changes, newest first. */
export function createAuditLogStore(redis: Redis) {
  return {
    /** Returns the entry's number, which is unique in the guild. An entry with an `id` is added once. */
    add: (guildId: string, entry: AuditEntry, id = ""): Promise<number> =>
      scripts.addEntry(
        redis,
        [keys.auditLog(guildId), keys.totals(guildId)],
        [JSON.stringify(entry), id, MAX_AUDIT_ENTRIES],
      ),

    /** Returns `size` entries from index `first` on, and the number of all entries. */
    async page(guildId: string, first: number, size: number): Promise<{ entries: AuditEntry[]; total: number }> {
      const key = keys.auditLog(guildId);
      const [total, stored] = await Promise.all([redis.llen(key), redis.lrange(key, first, first + size - 1)]);
      // Skips entries written by a newer version.
      const entries = stored.flatMap((text) => storedEntry.safeParse(text).data ?? []);
      return { total, entries };
    },
  };
}

export type AuditLogStore = ReturnType<typeof createAuditLogStore>;
