import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { HOUR } from "../../platform/time.ts";
import { type AuditEntry, auditEntrySchema, MAX_AUDIT_ENTRIES } from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), { addEntry: z.int() });

/** A change that is repeated among the latest entries and within this time is counted there. */
const MERGED_ENTRIES = 20;
const MERGED_WITHIN = HOUR;
/** Changes of who moderates that outlive others. */
const MAX_KEPT_ENTRIES = 100;

const storedEntry = json(auditEntrySchema);

/** A guild's latest changes, newest first. */
export function createAuditLogStore(redis: Redis) {
  return {
    /**
     * Returns the entry's number, which is unique in the guild. An entry with an `id` is added once. A change that the
     * same person repeats within an hour stays one entry, and changes of who moderates outlive others.
     */
    add(guildId: string, { by, at, change }: AuditEntry, id = ""): Promise<number> {
      const end = JSON.stringify({ by, change }).slice(1);
      const limits = [at - MERGED_WITHIN, MERGED_ENTRIES, MAX_AUDIT_ENTRIES, MAX_KEPT_ENTRIES];
      return scripts.addEntry(redis, [keys.auditLog(guildId), keys.totals(guildId)], [id, end, at, ...limits]);
    },

    /** How many changes were counted in this minute, including this one. */
    async countNotice(guildId: string, minute: number): Promise<number> {
      const key = keys.auditNotices(guildId, minute);
      const [count] = await Promise.all([redis.incr(key), redis.expire(key, 120)]);
      return count;
    },

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
