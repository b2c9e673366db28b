import type { Logger } from "pino";
import { type Config, readConfig } from "../config.ts";
import { type Conceal, createConceal, createLogger } from "../platform/ops/log.ts";
import { explainStart } from "../platform/ops/start-error.ts";
import type { Redis } from "../platform/redis/client.ts";
import { connectRedis } from "../platform/redis/connection.ts";
import { openRedis } from "../platform/redis/open-redis.ts";

export type Bench = { config: Config; redis: Redis; redisUrl: string; log: Logger; say(line: string): void };

/** Runs a command of an operator on the bot's Redis: it says what came of it, and ends with its exit code. */
export async function runCommand(work: (bench: Bench) => Promise<number>): Promise<never> {
  process.stdout.on("error", unlessNobodyListens);
  let conceal = createConceal({});
  try {
    const config = readConfig();
    conceal = createConceal(config);
    process.exit(await workOn(config, conceal, work));
  } catch (error) {
    // A file that is not there, or may not be written, says so itself.
    const isOfFiles = error instanceof Error && "syscall" in error && "path" in error;
    process.stderr.write(`${conceal(isOfFiles ? error.message : explainStart(error))}\n`);
    process.exit(2);
  }
}

async function workOn(config: Config, conceal: Conceal, work: (bench: Bench) => Promise<number>): Promise<number> {
  const log = await createLogger("warn", conceal, "stderr");
  const server = await openRedis(config, log);
  const redis = connectRedis(server.url, { log, name: "rootine-operator" });
  try {
    return await work({ config, redis, redisUrl: server.url, log, say: (line) => process.stdout.write(`${line}\n`) });
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

/** Whoever reads what is said may stop before its end, as `head` does; the work goes on to its own. */
function unlessNobodyListens(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
