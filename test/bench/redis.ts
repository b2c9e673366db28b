import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import type { Redis } from "../../src/platform/redis/client.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { startEmbeddedRedis } from "../../src/platform/redis/embedded/index.ts";

/** Shared with `npm start`, so that packages are fetched once. */
export const PACKAGES_DIR = fileURLToPath(new URL("../../.data/packages", import.meta.url));

export const log = pino({ level: "warn" });

/** An embedded Redis for one benchmark; `folder` is deleted with it. */
export type BenchRedis = { url: string; client: Redis; folder: string; empty(): Promise<void> };

/** Runs `work` on a Redis in a temporary folder, and always removes both. */
export async function withRedis<Result>(work: (redis: BenchRedis) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "rootine-bench-"));
  try {
    const server = await startEmbeddedRedis({ dataDir: folder, log, packagesDir: PACKAGES_DIR });
    const client = connectRedis(server.url, { log, name: "bench" });
    const over = new AbortController();
    try {
      // A rewrite of the append-only file would slow down only one side of a comparison.
      await client.config("SET", "auto-aof-rewrite-percentage", "0");
      const empty = async () => void (await client.flushall("SYNC"));
      return await Promise.race([work({ url: server.url, client, folder, empty }), interrupted(over.signal)]);
    } finally {
      over.abort();
      client.disconnect();
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rejects on Ctrl-C, so that Redis and its folder are removed. */
async function interrupted(over: AbortSignal): Promise<never> {
  await once(process, "SIGINT", { signal: over }).catch(() => new Promise(() => undefined));
  throw new Error("Interrupted");
}
