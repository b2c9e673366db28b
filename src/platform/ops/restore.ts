import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import type { Redis } from "../redis/client.ts";
import { DataError } from "../redis/data-error.ts";
import { keys, PERSISTENT_PREFIXES } from "../redis/keys.ts";
import { holdsData, SCHEMA } from "../redis/migrate.ts";
import { keysUnder } from "../redis/scan.ts";
import { createChecksum, FORMAT, type Head, head, type Piece, piece, tail } from "./backup-format.ts";

type Options = {
  /** Throws away what is there first. */
  force: boolean;
  /** How the bot's queues begin: what they hold belongs to the data that goes. */
  queuePrefixes: readonly string[];
  now: number;
};

const WRITES_AT_ONCE = 200;

/** Takes a backup in, once the whole file has been found sound; into data that is there already only by force. */
export async function restoreBackup(redis: Redis, file: string, options: Options): Promise<{ pieces: number }> {
  const { schema } = await checkBackup(file);
  if (schema > SCHEMA) {
    throw new DataError(
      `This backup is of a newer version of Rootine (shape ${schema}, this one knows ${SCHEMA}). Restore it with that version.`,
    );
  }
  if (!options.force && (await holdsData(redis))) {
    throw new DataError("This Redis holds data already. Restore into an empty one, or put --force to replace it all.");
  }

  await redis.set(keys.restoring(), "1");
  for (const prefix of [...PERSISTENT_PREFIXES, ...options.queuePrefixes]) await deleteUnder(redis, prefix);
  let pieces = 0;
  let writing: Promise<unknown>[] = [];
  for await (const line of linesOf(file)) {
    const parsed = piece.safeParse(JSON.parse(line));
    if (!parsed.success) continue;
    pieces += 1;
    writing.push(write(redis, parsed.data, options.now));
    if (writing.length < WRITES_AT_ONCE) continue;
    await Promise.all(writing);
    writing = [];
  }
  await Promise.all(writing);
  await redis.set(keys.schema(), schema);
  await redis.del(keys.restoring());
  return { pieces };
}

/** Reads a whole file and finds it sound, or says what is wrong with it. */
export async function checkBackup(file: string): Promise<Head & { pieces: number }> {
  const checksum = createChecksum();
  let first: Head | undefined;
  let pieces = 0;
  try {
    for await (const line of linesOf(file)) {
      const value: unknown = JSON.parse(line);
      const end = tail.safeParse(value);
      if (end.success && first) {
        const isWhole = end.data.pieces === pieces && end.data.sha256 === checksum.end();
        if (!isWhole) throw new DataError(`${file} is damaged: its checksum does not fit. Take another backup.`);
        return { ...first, pieces };
      }
      checksum.add(line);
      if (first) pieces += piece.parse(value) ? 1 : 0;
      else first = readHead(value, file);
    }
  } catch (error) {
    if (error instanceof DataError || (error instanceof Error && "syscall" in error)) throw error;
    throw new DataError(`${file} is no sound backup of Rootine. Take another one.`, { cause: error });
  }
  throw new DataError(`${file} ends too early: the rest of it is missing. Take another backup.`);
}

function readHead(value: unknown, file: string): Head {
  const { data } = head.safeParse(value);
  if (!data) throw new DataError(`${file} is no backup of Rootine.`);
  if (data.format > FORMAT) throw new DataError(`${file} is of a newer version of Rootine. Restore it with that one.`);
  return data;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file);
  const unzipped = stream.pipe(createGunzip());
  stream.on("error", (error) => unzipped.destroy(error));
  yield* createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY });
}

async function write(redis: Redis, { k, x, ...value }: Piece, now: number): Promise<void> {
  if (x !== undefined && x <= now) return;
  await put(redis, k, value);
  if (x !== undefined) await redis.pexpireat(k, x);
}

async function put(redis: Redis, key: string, { t, v }: Pick<Piece, "t" | "v">): Promise<unknown> {
  if (typeof v === "string") return redis.set(key, v);
  switch (t) {
    case "hash":
      return redis.hset(key, ...v);
    case "set":
      return redis.sadd(key, ...v);
    case "list":
      return redis.rpush(key, ...v);
    default: {
      const scored = v.flatMap((member, index) => (index % 2 === 0 ? [v[index + 1] ?? "0", member] : []));
      return redis.zadd(key, ...scored);
    }
  }
}

async function deleteUnder(redis: Redis, prefix: string): Promise<void> {
  for await (const batch of keysUnder(redis, prefix)) await Promise.all(batch.map((key) => redis.unlink(key)));
}
