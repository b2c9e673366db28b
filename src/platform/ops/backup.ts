import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { agendaKey } from "../jobs/agenda.ts";
import type { JobQueues } from "../jobs/queue.ts";
import type { Redis } from "../redis/client.ts";
import { PERSISTENT_PREFIXES } from "../redis/keys.ts";
import { SCHEMA } from "../redis/migrate.ts";
import { keysUnder } from "../redis/scan.ts";
import { createChecksum, FORMAT, type Head, type Piece } from "./backup-format.ts";

type Needs = { redis: Redis; unfinished: JobQueues["unfinished"]; now: number };
export type BackupReport = { pieces: number };

const ITEMS_A_PIECE = 1_000;
const KEYS_AT_ONCE = 100;

/** Writes all data to a file; what is there under that name is replaced only once the new one is whole. */
export async function writeBackup(needs: Needs, file: string): Promise<BackupReport> {
  const report = { pieces: 0 };
  const partial = `${file}.partial`;
  try {
    await pipeline(Readable.from(lines(needs, report)), createGzip(), createWriteStream(partial, { mode: 0o600 }));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return report;
}

async function* lines(needs: Needs, report: BackupReport): AsyncGenerator<string> {
  const checksum = createChecksum();
  const line = (value: object) => {
    const text = JSON.stringify(value);
    checksum.add(text);
    return `${text}\n`;
  };
  const head: Head = { rootine: "backup", format: FORMAT, schema: SCHEMA, at: new Date(needs.now).toISOString() };
  yield line(head);
  for await (const piece of pieces(needs)) {
    report.pieces += 1;
    yield line(piece);
  }
  yield `${JSON.stringify({ end: true, pieces: report.pieces, sha256: checksum.end() })}\n`;
}

async function* pieces({ redis, unfinished, now }: Needs): AsyncGenerator<Piece> {
  // A scan may come to a key twice; all but a list take that without harm.
  const lists = new Set<string>();
  for (const prefix of PERSISTENT_PREFIXES) {
    for await (const batch of keysUnder(redis, prefix)) {
      for (let start = 0; start < batch.length; start += KEYS_AT_ONCE) {
        const some = batch.slice(start, start + KEYS_AT_ONCE);
        const known = await Promise.all(some.map(async (key) => ({ key, ...(await about(redis, key, now)) })));
        for (const { key, type, x } of known) {
          if (type === "list" && lists.has(key)) continue;
          if (type === "list") lists.add(key);
          yield* piecesOf(redis, key, type, x);
        }
      }
    }
  }
  // Queued jobs return to the agenda, so the queues themselves aren't part of a backup.
  for (const { entry, dueAt, pace } of await unfinished()) {
    yield { k: agendaKey(pace, entry), t: "zset", v: [entry, String(dueAt)] };
  }
}

async function about(redis: Redis, key: string, now: number): Promise<{ type: string; x: { x?: number } }> {
  const [type, left] = await Promise.all([redis.type(key), redis.pttl(key)]);
  return { type, x: left >= 0 ? { x: now + left } : {} };
}

async function* piecesOf(redis: Redis, k: string, type: string, x: { x?: number }): AsyncGenerator<Piece> {
  switch (type) {
    case "none":
      return;
    case "string": {
      const value = await redis.get(k);
      if (value !== null) yield { k, t: type, v: value, ...x };
      return;
    }
    case "hash":
      return yield* scanned(type, (cursor) => redis.hscan(k, cursor, "COUNT", ITEMS_A_PIECE));
    case "zset":
      return yield* scanned(type, (cursor) => redis.zscan(k, cursor, "COUNT", ITEMS_A_PIECE));
    case "set":
      return yield* scanned(type, (cursor) => redis.sscan(k, cursor, "COUNT", ITEMS_A_PIECE));
    case "list": {
      for (let at = 0; ; at += ITEMS_A_PIECE) {
        const v = await redis.lrange(k, at, at + ITEMS_A_PIECE - 1);
        if (v.length > 0) yield { k, t: type, v, ...x };
        if (v.length < ITEMS_A_PIECE) return;
      }
    }
    default:
      throw new Error(`A backup knows no ${type}, which is what ${k} is`);
  }

  async function* scanned(t: "hash" | "zset" | "set", scan: (cursor: string) => Promise<[string, string[]]>) {
    for (let cursor = "0"; ; ) {
      const [next, v] = await scan(cursor);
      if (v.length > 0) yield { k, t, v, ...x };
      if (next === "0") return;
      cursor = next;
    }
  }
}
