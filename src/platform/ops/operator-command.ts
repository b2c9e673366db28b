import type { Logger } from "pino";
import { type Config, readConfig } from "../../config.ts";
import type { Redis } from "../redis/client.ts";
import { connectRedis } from "../redis/connection.ts";
import { openRedis } from "../redis/open-redis.ts";
import { explainError } from "./explain-error.ts";
import { createLogger, createRedactor, type Redact } from "./log.ts";

export type OperatorTools = {
  config: Config;
  redis: Redis;
  redisUrl: string;
  log: Logger;
  print(line: string): void;
};
type Command = (tools: OperatorTools) => Promise<number>;

/** Runs a command on the bot's Redis. Exits with the code it returns, or with 2 if it throws. */
export async function runOperatorCommand(command: Command): Promise<never> {
  process.stdout.on("error", ignoreClosedPipe);
  let redact = createRedactor({});
  try {
    const config = readConfig();
    redact = createRedactor(config);
    process.exit(await runWithRedis(config, redact, command));
  } catch (error) {
    // File errors don't need a stack trace. Their message contains the file and the reason.
    const isFileError = error instanceof Error && "syscall" in error && "path" in error;
    process.stderr.write(`${redact(isFileError ? error.message : explainError(error))}\n`);
    process.exit(2);
  }
}

async function runWithRedis(config: Config, redact: Redact, command: Command): Promise<number> {
  const log = await createLogger("warn", redact, "stderr");
  const server = await openRedis(config, log);
  const redis = connectRedis(server.url, { log, name: "rootine-operator" });
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    return await command({ config, redis, redisUrl: server.url, log, print });
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

/** Lets the command finish its work when a reader like `head` closes the pipe early. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
