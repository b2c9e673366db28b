import { type Logger, pino } from "pino";
import { openRedis } from "../compose/open-redis.ts";
import { type Config, readConfig } from "../config.ts";
import type { Redis } from "../redis/client.ts";
import { connectRedis } from "../redis/connection.ts";
import { explainStart } from "../start-error.ts";

export type Bench = { config: Config; redis: Redis; redisUrl: string; log: Logger; say(line: string): void };

/** Runs a command of an operator on the bot's Redis: it says what came of it, and ends with its exit code. */
export async function runCommand(work: (bench: Bench) => Promise<number>): Promise<never> {
  process.exit(await workOn(work).catch(explain));
}

async function workOn(work: (bench: Bench) => Promise<number>): Promise<number> {
  const config = readConfig();
  const log = pino({ level: "warn" }, pino.destination(2));
  const server = await openRedis(config, log);
  const redis = connectRedis(server.url, { log, name: "rootine-operator" });
  try {
    return await work({ config, redis, redisUrl: server.url, log, say: (line) => process.stdout.write(`${line}\n`) });
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

function explain(error: unknown): number {
  // A file that is not there, or may not be written, says so itself.
  const isOfFiles = error instanceof Error && "syscall" in error && "path" in error;
  process.stderr.write(`${isOfFiles ? error.message : explainStart(error)}\n`);
  return 2;
}
