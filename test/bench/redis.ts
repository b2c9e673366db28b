import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import type { Redis } from "../../src/platform/redis/client.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { startEmbeddedRedis } from "../../src/platform/redis/embedded/index.ts";

/** Where `npm start` looks too, so that packages are fetched once for both. */
export const PACKAGES_DIR = fileURLToPath(new URL("../../.data/packages", import.meta.url));

export const log = pino({ level: "warn" });

/** A Redis as the bot starts it, for one benchmark alone; what lies in `folder` goes with it. */
export type BenchRedis = { url: string; client: Redis; folder: string; empty(): Promise<void> };

/** Runs `work` on a Redis in a temporary folder, and removes both whatever comes of it. */
export async function withRedis<Result>(work: (redis: BenchRedis) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "rootine-bench-"));
  try {
    const server = await startEmbeddedRedis({ dataDir: folder, log, packagesDir: PACKAGES_DIR });
    const client = connectRedis(server.url, { log, name: "bench" });
    const over = new AbortController();
    try {
      // A rewrite of the append-only file would fall on one side of a comparison only.
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

/** Never comes, but throws on Ctrl-C, so that Redis and its folder do not stay behind. */
async function interrupted(over: AbortSignal): Promise<never> {
  await once(process, "SIGINT", { signal: over }).catch(() => new Promise(() => undefined));
  throw new Error("Interrupted");
}
