import type { Logger } from "pino";
import { type Config, SetupError } from "../../config.ts";
import type { Redis } from "./client.ts";
import { connectRedis } from "./connection.ts";
import { startEmbeddedRedis } from "./embedded/index.ts";
import { keys } from "./keys.ts";
import { checkServer } from "./server-check.ts";
import { redactUrl } from "./url.ts";

/** Checks the Redis at REDIS_URL, or starts the embedded one. Throws a SetupError if the bot can't run on it. */
export async function openRedis(
  config: Pick<Config, "REDIS_URL" | "DATA_DIR">,
  log: Logger,
): Promise<{ url: string; stop(): Promise<void> }> {
  if (!config.REDIS_URL) return startEmbeddedRedis({ dataDir: config.DATA_DIR, log });

  const probe = connectRedis(config.REDIS_URL, { log });
  const issues = await checkServer(probe);
  probe.disconnect();
  for (const { severity, problem, fix } of issues) {
    if (severity === "error") throw new SetupError(`${redactUrl(config.REDIS_URL)}: ${problem}\n  ${fix}`);
    log.warn({ fix }, problem);
  }
  return { url: config.REDIS_URL, stop: async () => undefined };
}

/** The version of the data format. Increase it with every incompatible change. */
export const FORMAT_VERSION = 1;

/** Throws a SetupError if this version can't read the data. Marks a new database with this version's format. */
export async function checkFormat(redis: Redis): Promise<void> {
  const [stored, restoring] = await redis.mget(keys.formatVersion(), keys.restoring());
  if (restoring) {
    throw new SetupError("A restore was interrupted, so data is missing. Run the restore again with --force.");
  }
  if (stored === null) await redis.set(keys.formatVersion(), FORMAT_VERSION, "NX");
  else if (Number(stored) !== FORMAT_VERSION) {
    throw new SetupError(
      `The data in Redis has format ${stored}; this version of Rootine reads format ${FORMAT_VERSION}. ` +
        "Start the version that wrote it, or restore a backup of this version.",
    );
  }
}
