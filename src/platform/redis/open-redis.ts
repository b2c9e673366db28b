import type { Logger } from "pino";
import type { Config } from "../../config.ts";
import { SetupError } from "../setup-error.ts";
import { connectRedis } from "./connection.ts";
import { startEmbeddedRedis } from "./embedded/index.ts";
import { checkServer } from "./server-check.ts";
import { redactUrl } from "./url.ts";

/** The Redis at REDIS_URL, after checking it, or the embedded one. */
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
