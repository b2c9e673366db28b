import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { loadCareer } from "./bank/career.ts";
import { loadExams } from "./bank/exams.ts";
import { loadBank } from "./bank/load.ts";
import { type Config, readConfig, SetupError } from "./config.ts";
import { explainError } from "./platform/ops/explain-error.ts";
import { createLogger, createRedactor, type Redact } from "./platform/ops/log.ts";
import type { Telemetry } from "./platform/ops/metrics.ts";
import type { OpsServerOptions } from "./platform/ops/server.ts";
import {
  createShutdownStack,
  installCrashHandlers,
  type ShutdownStack,
  shutDownOnSignal,
} from "./platform/ops/shutdown.ts";
import { openRedis } from "./platform/redis/open-redis.ts";

const CONTENT = fileURLToPath(new URL("../content", import.meta.url));

const shutdown = createShutdownStack();
let redact: Redact = createRedactor({});
try {
  const config = readConfig();
  redact = createRedactor(config);
  await main(config, redact, shutdown);
} catch (error) {
  await fail(error);
}

/** Reports a problem that only the operator can fix, and exits. */
async function fail(error: unknown): Promise<never> {
  process.stderr.write(`${redact(explainError(error))}\n`);
  await shutdown.close();
  process.exit(2);
}

async function main(config: Config, redact: Redact, shutdown: ShutdownStack): Promise<void> {
  requireSharedServices(config);
  const log = await createLogger(config.LOG_LEVEL, redact);
  installCrashHandlers(log);
  shutDownOnSignal(shutdown, log);

  // Importing the bot takes the longest, so everything else starts in parallel.
  const starting = [
    import("./roles/start.ts"),
    startRedis(config, shutdown, log),
    openDiscord(config, shutdown, log),
    readContent(config),
  ] as const;
  // If one of them fails, the others must finish starting before they can be shut down.
  await Promise.allSettled(starting);
  const [{ startBot }, redisUrl, { playground, connection }, content] = await Promise.all(starting);
  const telemetry: Telemetry = new EventEmitter();
  const bot = await startBot({
    ...connection,
    ...content,
    role: config.ROLE,
    guildId: config.DISCORD_GUILD_ID,
    requestsPerSecond: config.DISCORD_REQUESTS_PER_SECOND,
    redisUrl,
    dataDir: config.DATA_DIR,
    clock: playground?.clock.now ?? Date.now,
    log,
    telemetry,
  });
  playground?.setUpcoming(bot.upcoming);
  shutdown.push(bot.close);
  bot.lost?.catch(fail);
  await serveOps(config, { redisUrl, status: bot, telemetry, log }, shutdown);

  const seconds = (performance.now() / 1000).toFixed(2);
  log.info({ questions: content.questions.length, seconds: Number(seconds) }, `Ready in ${seconds} s`);
  if (!playground) return;
  process.stdout.write(`\nOpen the playground at ${playground.url}\n\n`);
  await playground.preparePage().catch((error: unknown) => {
    log.warn({ err: error }, "Preparing the playground page failed; retrying when it is opened");
  });
}

/** Throws a SetupError if this process runs a single role without the Discord and Redis that the roles must share. */
function requireSharedServices({ ROLE, DISCORD_TOKEN, REDIS_URL }: Config): void {
  if (ROLE === "all" || (DISCORD_TOKEN && REDIS_URL)) return;
  throw new SetupError(
    `ROLE=${ROLE} runs one part of the bot, so it needs DISCORD_TOKEN and REDIS_URL, the same for every process. Remove ROLE to run everything in one process.`,
  );
}

async function startRedis(config: Config, shutdown: ShutdownStack, log: Logger): Promise<string> {
  const redis = await openRedis(config, log);
  shutdown.push(redis.stop);
  return redis.url;
}

async function readContent({ DATA_DIR }: Config) {
  return {
    questions: loadBank({ content: CONTENT, cache: DATA_DIR }),
    career: loadCareer(CONTENT),
    exams: loadExams(CONTENT),
  };
}

/** Opens the connection to Discord or, without a token, to the playground. */
async function openDiscord(config: Config, shutdown: ShutdownStack, log: Logger) {
  if (config.DISCORD_TOKEN) {
    const connection = { token: config.DISCORD_TOKEN, apiUrl: config.DISCORD_API_URL, shards: config.SHARDS };
    return { connection, playground: undefined };
  }

  const { openPlayground } = await import("./playground/playground.ts");
  const playground = await openPlayground({
    host: config.HOST,
    port: config.PORT,
    dataDir: config.DATA_DIR,
    log: (line) => log.debug(line),
  });
  shutdown.push(playground.close);
  return { connection: { token: playground.token, apiUrl: playground.apiUrl }, playground };
}

type Observed = Pick<OpsServerOptions, "redisUrl" | "status" | "telemetry" | "log">;

/** Serves health and metrics on OPS_PORT, by default on PORT unless the playground uses that. */
async function serveOps(config: Config, observed: Observed, shutdown: ShutdownStack): Promise<void> {
  const port = config.OPS_PORT ?? (config.DISCORD_TOKEN ? config.PORT : undefined);
  if (port === undefined) return;
  const { startOpsServer } = await import("./platform/ops/server.ts");
  const server = await startOpsServer({ ...observed, host: config.HOST, port, token: config.OPS_TOKEN });
  shutdown.push(server.close);
  observed.log.info({ url: server.url }, "Serving health and metrics");
}
