import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import type { TestProject } from "vitest/node";
import { SetupError } from "../../src/config.ts";
import { installHint } from "../../src/platform/redis/embedded/binary.ts";
import { startEmbeddedRedis } from "../../src/platform/redis/embedded/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Empty if this machine has no Redis. */
    redisUrl: string;
    redisPackagesDir: string;
    /** The command that installs Redis if this machine has none. */
    redisHint: string;
  }
}

/** Shared with `npm start`, so that packages are downloaded only once. */
export const PACKAGES_DIR = fileURLToPath(new URL("../../.data/packages", import.meta.url));

/** Vitest's global setup: one Redis for the run, started like the bot's own. Without Redis, tests that need it are skipped. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "rootine-test-"));
  const redis = await startRedis(dataDir);
  project.provide("redisUrl", redis?.url ?? "");
  project.provide("redisPackagesDir", PACKAGES_DIR);
  project.provide("redisHint", installHint());
  return async () => {
    await redis?.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function startRedis(dataDir: string) {
  const log = pino({ level: "warn" });
  try {
    return await startEmbeddedRedis({ dataDir, log, packagesDir: PACKAGES_DIR, databases: 4096 });
  } catch (error) {
    if (error instanceof SetupError) return undefined;
    throw error;
  }
}
