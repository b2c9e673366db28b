import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cluster } from "ioredis";
import { inject, onTestFinished } from "vitest";
import { type Redis, serversOf } from "../../src/platform/redis/client.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { silentLog } from "./log.ts";
import { skipTest } from "./skip.ts";

/** The URL of the run's Redis; skips the test if this machine has none. */
export function sharedRedis(): string {
  return inject("redisUrl") || skipTest(`install Redis: ${inject("redisHint")}`);
}

/** The fetched Redis packages, for tests that start a server; skips the test if this machine can't run one. */
export function redisPackages(): string {
  sharedRedis();
  return inject("redisPackagesDir");
}

/** The URL of an empty logical database that no other test uses. A cluster has one database, which is emptied. */
export async function freshDatabase(): Promise<string> {
  const url = sharedRedis();
  const redis = connectRedis(url, { log: silentLog });
  try {
    if (redis instanceof Cluster) {
      for (const server of await serversOf(redis)) await server.flushall();
      return url;
    }
    return `${url}?db=${await redis.incr("test:databases")}`;
  } finally {
    redis.disconnect();
  }
}

/** A client that disconnects when the test ends, by default of an empty database. */
export async function testRedis(url?: string): Promise<Redis> {
  const redis = connectRedis(url ?? (await freshDatabase()), { log: silentLog });
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** A folder that is deleted when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rootine-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
