import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { HOUR } from "../../platform/time.ts";
import { type AuditEntry, auditEntrySchema, MAX_AUDIT_ENTRIES } from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), { addEntry: z.int() });

/** A repeated change is merged only into one of this many latest entries. */
const MAX_MERGE_ENTRIES = 20;
/** A repeated change is merged only into an entry that isn't older than this. */
const MAX_MERGE_AGE = HOUR;
/** How many changes to the moderator role or audit channel are retained when other entries are deleted. */
const MAX_KEPT_ENTRIES = 100;

const storedEntry = json(auditEntrySchema);

/** Stores a guild's latest changes. */
export function createAuditLogStore(redis: Redis) {
  return {
    /**
     * Returns the entry's number, which is unique in the guild. An entry with an `id` is added only once. A change that
     * the same user repeats within an hour is merged into one entry. Changes to the moderator role or audit channel are
     * retained longer than others.
     */
    add(guildId: string, { by, at, change }: AuditEntry, id = ""): Promise<number> {
      const end = JSON.stringify({ by, change }).slice(1);
      const limits = [at - MAX_MERGE_AGE, MAX_MERGE_ENTRIES, MAX_AUDIT_ENTRIES, MAX_KEPT_ENTRIES];
      return scripts.addEntry(redis, [keys.auditLog(guildId), keys.totals(guildId)], [id, end, at, ...limits]);
    },

    /** Counts a change and returns the number of changes in this minute so far. */
    async countNotice(guildId: string, minute: number): Promise<number> {
      const key = keys.auditNotices(guildId, minute);
      const [count] = await Promise.all([redis.incr(key), redis.expire(key, 120)]);
      return count;
    },

    /** Returns up to `size` entries starting at index `first`, and the total number of entries. */
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
