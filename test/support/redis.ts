import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Cluster } from "ioredis";
import { pino } from "pino";
import { inject, onTestFinished } from "vitest";
import type { TestProject } from "vitest/node";
import { type Redis, serversOf } from "../../src/platform/redis/client.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { startEmbeddedRedis } from "../../src/platform/redis/embedded/index.ts";
import { silentLog } from "./log.ts";
import { startCluster } from "./redis-cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    redisUrl: string;
    redisPackagesDir: string;
  }
}

/** Where `npm start` looks too, so that packages are fetched once for both. */
const PACKAGES_DIR = fileURLToPath(new URL("../../.data/packages", import.meta.url));

/**
 * Vitest's global set-up: one Redis for the whole run, started by the code that starts the bot's own, or a cluster;
 * see `npm run test:cluster`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide("redisPackagesDir", PACKAGES_DIR);
  if (process.env.TEST_REDIS === "cluster") {
    const cluster = await startCluster(PACKAGES_DIR);
    project.provide("redisUrl", cluster.url);
    return cluster.stop;
  }

  const dataDir = await mkdtemp(join(tmpdir(), "rootine-test-"));
  const log = pino({ level: "warn" });
  const redis = await startEmbeddedRedis({ dataDir, log, packagesDir: PACKAGES_DIR, databases: 4096 });

  project.provide("redisUrl", redis.url);
  return async () => {
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** The address of an empty logical database that nobody else in this run uses; a cluster has but one, emptied. */
export async function freshDatabase(): Promise<string> {
  const redis = connectRedis(inject("redisUrl"), { log: silentLog });
  try {
    if (redis instanceof Cluster) {
      for (const server of await serversOf(redis)) await server.flushall();
      return inject("redisUrl");
    }
    return `${inject("redisUrl")}?db=${await redis.incr("test:databases")}`;
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

/** A data folder for a test that needs a server to itself, gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rootine-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
