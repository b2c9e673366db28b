import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { z } from "zod";
import { agendaKey } from "../jobs/agenda.ts";
import type { JobQueues } from "../jobs/queue.ts";
import { keysWithPrefix, type Redis } from "../redis/client.ts";
import { AGENDA_PREFIX, PERSISTENT_PREFIXES } from "../redis/keys.ts";
import { FORMAT_VERSION } from "../redis/open-redis.ts";

/*
 * A backup is a gzipped file of JSON lines: a header, records, and a footer with the checksum of all lines before it.
 * Values are plain text instead of DUMP output, so any version of Redis or Valkey can restore them.
 */

export const header = z.object({ rootine: z.literal("backup"), formatVersion: z.int(), createdAt: z.string() });
export type Header = z.infer<typeof header>;

/** `expiresAt` is in milliseconds since the Unix epoch. */
const common = { key: z.string(), expiresAt: z.int().exactOptional() };
const items = z.array(z.string());
/**
 * All or part of a key. The `items` of a hash alternate fields and values, those of a sorted set members and scores.
 */
export const record = z.discriminatedUnion("type", [
  z.object({ ...common, type: z.literal("string"), value: z.string() }),
  z.object({ ...common, type: z.literal("hash"), items }),
  z.object({ ...common, type: z.literal("zset"), items }),
  z.object({ ...common, type: z.literal("set"), items }),
  z.object({ ...common, type: z.literal("list"), items }),
]);
export type BackupRecord = z.infer<typeof record>;

export const footer = z.object({ end: z.literal(true), records: z.int(), sha256: z.string() });

export function createChecksum() {
  const hash = createHash("sha256");
  return {
    addLine: (line: string) => void hash.update(line).update("\n"),
    digest: () => hash.digest("hex"),
  };
}

type Source = { redis: Redis; unfinished: JobQueues["unfinished"]; now: number };

const ITEMS_PER_RECORD = 1_000;
const KEYS_PER_BATCH = 100;

/** Writes all data to a file. Replaces an existing file only when the new one is complete. */
export async function writeBackup(source: Source, file: string): Promise<{ records: number }> {
  const progress = { records: 0 };
  const partial = `${file}.${randomUUID()}.partial`;
  // Fails if the file exists. Otherwise, another user could create it in advance with looser permissions.
  const output = createWriteStream(partial, { flags: "wx", mode: 0o600 });
  try {
    await pipeline(Readable.from(lines(source, progress)), createGzip(), output);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return progress;
}

async function* lines(source: Source, progress: { records: number }): AsyncGenerator<string> {
  const checksum = createChecksum();
  const line = (value: object) => {
    const text = JSON.stringify(value);
    checksum.addLine(text);
    return `${text}\n`;
  };
  const createdAt = new Date(source.now).toISOString();
  yield line({ rootine: "backup", formatVersion: FORMAT_VERSION, createdAt } satisfies Header);
  for await (const record of allRecords(source)) {
    progress.records += 1;
    yield line(record);
  }
  yield `${JSON.stringify({ end: true, records: progress.records, sha256: checksum.digest() })}\n`;
}

async function* allRecords({ redis, unfinished, now }: Source): AsyncGenerator<BackupRecord> {
  // A scan may return a key twice, and restoring a list twice would duplicate its items.
  const lists = new Set<string>();
  // Reads the agenda before and after the data, so a job that is removed or added in between isn't lost. Running a job
  // again is harmless.
  for (const prefix of [AGENDA_PREFIX, ...PERSISTENT_PREFIXES]) {
    for await (const keys of keysWithPrefix(redis, prefix)) {
      while (keys.length > 0) {
        const described = await Promise.all(keys.splice(0, KEYS_PER_BATCH).map((key) => describe(redis, key, now)));
        for (const key of described) {
          if (lists.has(key.key)) continue;
          if (key.type === "list") lists.add(key.key);
          yield* recordsOf(redis, key);
        }
      }
    }
    if (prefix !== AGENDA_PREFIX) continue;
    // Queued jobs return to the agenda, so the queues themselves aren't part of a backup.
    for (const { entry, dueAt, pace } of await unfinished()) {
      yield { key: agendaKey(pace, entry), type: "zset", items: [entry, String(dueAt)] };
    }
  }
}

type DescribedKey = { key: string; type: string; expiry: { expiresAt?: number } };

async function describe(redis: Redis, key: string, now: number): Promise<DescribedKey> {
  const [type, timeLeft] = await Promise.all([redis.type(key), redis.pttl(key)]);
  return { key, type, expiry: timeLeft >= 0 ? { expiresAt: now + timeLeft } : {} };
}

async function* recordsOf(redis: Redis, { key, type, expiry }: DescribedKey): AsyncGenerator<BackupRecord> {
  switch (type) {
    case "none":
      return;
    case "string": {
      const value = await redis.get(key);
      if (value !== null) yield { key, type, value, ...expiry };
      return;
    }
    case "hash":
      return yield* scan(type, (cursor) => redis.hscan(key, cursor, "COUNT", ITEMS_PER_RECORD));
    case "zset":
      return yield* scan(type, (cursor) => redis.zscan(key, cursor, "COUNT", ITEMS_PER_RECORD));
    case "set":
      return yield* scan(type, (cursor) => redis.sscan(key, cursor, "COUNT", ITEMS_PER_RECORD));
    case "list": {
      for (let start = 0; ; start += ITEMS_PER_RECORD) {
        const items = await redis.lrange(key, start, start + ITEMS_PER_RECORD - 1);
        if (items.length > 0) yield { key, type, items, ...expiry };
        if (items.length < ITEMS_PER_RECORD) return;
      }
    }
    default:
      throw new Error(`Can't back up ${key}: unknown type ${type}`);
  }

  async function* scan(type: "hash" | "zset" | "set", next: (cursor: string) => Promise<[string, string[]]>) {
    for (let cursor = "0"; ; ) {
      const [following, items] = await next(cursor);
      if (items.length > 0) yield { key, type, items, ...expiry };
      if (following === "0") return;
      cursor = following;
    }
  }
}
