import { z } from "zod";
import type { Redis } from "../redis/client.ts";
import { defineScripts, pairs } from "../redis/define-script.ts";
import { keys } from "../redis/keys.ts";
import type { Instant } from "../time.ts";
import { bucketOf, type JobDefinition, type Pace } from "./define-job.ts";

/** The number of hash tags that spread the agenda over cluster nodes. Changing it would orphan stored entries. */
const SHARDS = 16;

const scripts = defineScripts(new URL("./agenda.lua", import.meta.url), {
  settle: z.int(),
});

/** A due entry. `key` is the sorted set that contains it. */
export type DueEntry = { key: string; entry: string; dueAt: Instant };
export type Agenda = ReturnType<typeof createAgenda>;

/** Stores everything that is due, ordered by time. An entry has one time. Setting it again moves it. */
export function createAgenda(redis: Redis) {
  return {
    async set<Data>(job: JobDefinition<Data>, data: NoInfer<Data>, at: Instant): Promise<void> {
      const entry = job.encode(data);
      await redis.zadd(agendaKey(job.pace, entry), at, entry);
    },
    /** Adds the entry, or moves it if `at` is earlier. */
    async setNoLater<Data>(job: JobDefinition<Data>, data: NoInfer<Data>, at: Instant): Promise<void> {
      const entry = job.encode(data);
      await redis.zadd(agendaKey(job.pace, entry), "LT", at, entry);
    },
    /** Returns whether the entry was added. */
    async setIfAbsent<Data>(job: JobDefinition<Data>, data: NoInfer<Data>, at: Instant): Promise<boolean> {
      const entry = job.encode(data);
      return (await redis.zadd(agendaKey(job.pace, entry), "NX", at, entry)) > 0;
    },
    /** Removes the entry of the running job, so `setIfAbsent` can add a new one. Does nothing if it was set again. */
    async removeDue<Data>(job: JobDefinition<Data>, data: NoInfer<Data>, dueAt: Instant): Promise<void> {
      const entry = job.encode(data);
      await scripts.settle(redis, [agendaKey(job.pace, entry)], [entry, dueAt, ""]);
    },
    async dueAt<Data>(job: JobDefinition<Data>, data: NoInfer<Data>): Promise<Instant | undefined> {
      const entry = job.encode(data);
      const score = await redis.zscore(agendaKey(job.pace, entry), entry);
      return score === null ? undefined : Number(score);
    },
    async remove<Data>(job: JobDefinition<Data>, data: NoInfer<Data>): Promise<void> {
      const entry = job.encode(data);
      await redis.zrem(agendaKey(job.pace, entry), entry);
    },

    /** Returns the entries due at `now`, oldest first, at most `limit` per shard. */
    async due(pace: Pace, now: Instant, limit: number): Promise<DueEntry[]> {
      const found = await Promise.all(
        shardsOf(pace).map(async (key) => {
          const flat = await redis.zrange(key, "-inf", String(now), "BYSCORE", "LIMIT", 0, limit, "WITHSCORES");
          return pairs.parse(flat).map(([entry, dueAt]) => ({ key, entry, dueAt: Number(dueAt) }));
        }),
      );
      return found.flat().sort((a, b) => a.dueAt - b.dueAt);
    },

    /** Returns the number of entries due at `now`. */
    async backlog(pace: Pace, now: Instant): Promise<number> {
      const counts = await Promise.all(shardsOf(pace).map((key) => redis.zcount(key, "-inf", now)));
      return counts.reduce((sum, count) => sum + count, 0);
    },

    /**
     * Moves entries to `next`, or removes those without one. Skips entries that have been set again in the meantime.
     */
    async settle(entries: readonly (DueEntry & { next?: Instant })[]): Promise<void> {
      const byKey = new Map<string, (string | number)[]>();
      for (const { key, entry, dueAt, next } of entries) {
        byKey.set(key, [...(byKey.get(key) ?? []), entry, dueAt, next ?? ""]);
      }
      await Promise.all([...byKey].map(([key, args]) => scripts.settle(redis, [key], args)));
    },
  };
}

/** The key of the sorted set that contains an entry. */
export function agendaKey(pace: Pace, entry: string): string {
  return keys.agenda(bucketOf(entry, SHARDS), pace);
}

function shardsOf(pace: Pace): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => keys.agenda(shard, pace));
}
