import { createHmac, randomBytes } from "node:crypto";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Redis } from "../redis/client.ts";
import { pairs } from "../redis/define-script.ts";
import { keys } from "../redis/keys.ts";
import { DAY, type Instant } from "../time.ts";

/** Must be longer than the retention of any backup. */
const RETENTION = 400 * DAY;

/** Records that a learner deleted their data. `mark` is a random key and a keyed hash of the learner's id. */
export type Erasure = { mark: string; at: Instant };

export type ErasureLog = ReturnType<typeof createErasureLog>;

/**
 * Records who deleted their data, so restoring an older backup doesn't bring it back. Ids are stored as keyed hashes,
 * which can be matched against a backup but not listed. The copy in the data folder survives the loss of Redis.
 */
export function createErasureLog(redis: Redis, dataDir: string | undefined) {
  const key = randomBytes(8).toString("base64url");
  return {
    async add(userId: string, at: Instant): Promise<void> {
      const mark = `${key}.${hashOf(userId, key)}`;
      await redis.zremrangebyscore(keys.erasures(), "-inf", at - RETENTION);
      await redis.zadd(keys.erasures(), at, mark);
      if (dataDir !== undefined) await appendFile(fileIn(dataDir), `${at} ${mark}\n`, { mode: 0o600 });
    },
  };
}

/** Reads all erasures from Redis and the data folder. */
export async function readErasures(redis: Redis, dataDir: string): Promise<Erasure[]> {
  const stored = pairs.parse(await redis.zrange(keys.erasures(), "0", "-1", "WITHSCORES"));
  const file = await readFile(fileIn(dataDir), "utf8").catch(() => "");
  // A crash may have truncated the last line.
  const lines = [...file.matchAll(/^(\d+) (\S+\.\S{43})$/gm)].map(([, at = "", mark = ""]): [string, string] => [
    mark,
    at,
  ]);
  return [...new Map([...stored, ...lines])].map(([mark, at]) => ({ mark, at: Number(at) }));
}

/** Returns a function that finds erased learners' ids in a text. */
export function createErasureFinder(erasures: readonly Erasure[]): (text: string) => string[] {
  const hashes = new Map<string, Set<string>>();
  for (const { mark } of erasures) {
    const [key = "", hash = ""] = mark.split(".");
    hashes.set(key, (hashes.get(key) ?? new Set()).add(hash));
  }
  const isErased = (id: string) => [...hashes].some(([key, known]) => known.has(hashOf(id, key)));
  return (text) => (hashes.size === 0 ? [] : [...new Set(text.match(/\d{15,20}/g))].filter(isErased));
}

function hashOf(userId: string, key: string): string {
  return createHmac("sha256", key).update(userId).digest("base64url");
}

function fileIn(dataDir: string): string {
  return join(dataDir, "erasures");
}
