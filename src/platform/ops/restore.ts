import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { SetupError } from "../../config.ts";
import { keysWithPrefix, type Redis } from "../redis/client.ts";
import { keys, PERSISTENT_PREFIXES } from "../redis/keys.ts";
import { FORMAT_VERSION } from "../redis/open-redis.ts";
import type { Instant } from "../time.ts";
import { type BackupRecord, createChecksum, footer, type Header, header, record } from "./backup.ts";
import { createErasureFinder, readErasures } from "./erasures.ts";

type Options = {
  /** Deletes existing data first. */
  force: boolean;
  /** Prefixes of the bot's queues. Their jobs belong to the existing data, so they are deleted too. */
  queuePrefixes: readonly string[];
  /** Contains the erasures that were recorded outside of Redis. */
  dataDir: string;
  now: Instant;
};

const CONCURRENT_WRITES = 200;

/**
 * Restores a backup after validating the entire file. Replaces existing data only with `force`. `erased` contains the
 * learners in the backup who deleted their data after it was made.
 */
export async function restoreBackup(
  redis: Redis,
  file: string,
  options: Options,
): Promise<{ records: number; erased: string[] }> {
  const { createdAt } = await validateBackup(file);
  if (!options.force && (await hasData(redis))) {
    throw new SetupError(
      "This Redis already contains data. Restore into an empty one, or add --force to replace all of it.",
    );
  }

  const erasures = await readErasures(redis, options.dataDir);
  const findErased = createErasureFinder(erasures.filter(({ at }) => at >= Date.parse(createdAt)));
  const erased = new Set<string>();
  await redis.set(keys.restoring(), "1");
  for (const prefix of [...PERSISTENT_PREFIXES, ...options.queuePrefixes]) await deleteKeysWithPrefix(redis, prefix);
  let records = 0;
  let writes: Promise<unknown>[] = [];
  for await (const line of linesOf(file)) {
    const { success, data } = record.safeParse(JSON.parse(line));
    if (!success) continue;
    records += 1;
    for (const userId of findErased(line)) erased.add(userId);
    writes.push(write(redis, data, options.now));
    if (writes.length < CONCURRENT_WRITES) continue;
    await Promise.all(writes);
    writes = [];
  }
  await Promise.all(writes);
  for (const { mark, at } of erasures) await redis.zadd(keys.erasures(), at, mark);
  await redis.set(keys.formatVersion(), FORMAT_VERSION);
  await redis.del(keys.restoring());
  return { records, erased: [...erased] };
}

/** Reads the entire file. Throws a SetupError if it is incomplete, damaged, or has another format version. */
export async function validateBackup(file: string): Promise<Header & { records: number }> {
  const checksum = createChecksum();
  let first: Header | undefined;
  let records = 0;
  try {
    for await (const line of linesOf(file)) {
      const value: unknown = JSON.parse(line);
      const end = footer.safeParse(value);
      if (end.success && first) {
        const isComplete = end.data.records === records && end.data.sha256 === checksum.digest();
        if (!isComplete) throw new SetupError(`${file} is damaged: its checksum doesn't match. Use another backup.`);
        return { ...first, records };
      }
      checksum.addLine(line);
      if (first) {
        requireOwnKey(record.parse(value), file);
        records += 1;
      } else first = readHeader(value, file);
    }
  } catch (error) {
    if (error instanceof SetupError || (error instanceof Error && "syscall" in error)) throw error;
    throw new SetupError(`${file} can't be read as a backup. Use another one.`, { cause: error });
  }
  throw new SetupError(`${file} is incomplete: its end is missing. Use another backup.`);
}

function requireOwnKey({ key }: BackupRecord, file: string): void {
  if (PERSISTENT_PREFIXES.some((prefix) => key.startsWith(prefix))) return;
  throw new SetupError(`${file} contains a key that isn't Rootine's: ${JSON.stringify(key)}. Use another backup.`);
}

function readHeader(value: unknown, file: string): Header {
  const { data } = header.safeParse(value);
  if (!data) throw new SetupError(`${file} isn't a backup of Rootine.`);
  if (data.formatVersion !== FORMAT_VERSION) {
    throw new SetupError(
      `${file} has format ${data.formatVersion}; this version of Rootine reads format ${FORMAT_VERSION}. ` +
        "Restore it with the version that wrote it.",
    );
  }
  return data;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file);
  const unzipped = stream.pipe(createGunzip());
  stream.on("error", (error) => unzipped.destroy(error));
  yield* createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY });
}

async function write(redis: Redis, data: BackupRecord, now: number): Promise<void> {
  const { key, expiresAt } = data;
  if (expiresAt !== undefined && expiresAt <= now) return;
  await writeValue(redis, data);
  if (expiresAt !== undefined) await redis.pexpireat(key, expiresAt);
}

async function writeValue(redis: Redis, data: BackupRecord): Promise<unknown> {
  switch (data.type) {
    case "string":
      return redis.set(data.key, data.value);
    case "hash":
      return redis.hset(data.key, ...data.items);
    case "set":
      return redis.sadd(data.key, ...data.items);
    case "list":
      return redis.rpush(data.key, ...data.items);
    case "zset": {
      // ZADD expects each score before its member.
      const args = data.items.flatMap((member, index, all) => (index % 2 === 0 ? [all[index + 1] ?? "0", member] : []));
      return redis.zadd(data.key, ...args);
    }
  }
}

async function hasData(redis: Redis): Promise<boolean> {
  for (const prefix of PERSISTENT_PREFIXES) {
    for await (const batch of keysWithPrefix(redis, prefix)) if (batch.length > 0) return true;
  }
  return false;
}

async function deleteKeysWithPrefix(redis: Redis, prefix: string): Promise<void> {
  for await (const batch of keysWithPrefix(redis, prefix)) await Promise.all(batch.map((key) => redis.unlink(key)));
}
