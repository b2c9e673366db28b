import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { loadCareer } from "./bank/career.ts";
import { loadExams } from "./bank/exams.ts";
import { loadBank } from "./bank/load.ts";
import { type Config, readConfig } from "./config.ts";
import { catchMishaps } from "./platform/ops/crash-handlers.ts";
import { type Conceal, createConceal, createLogger } from "./platform/ops/log.ts";
import type { OpsOptions } from "./platform/ops/server.ts";
import { explainStart, SetUpError } from "./platform/ops/start-error.ts";
import type { Telemetry } from "./platform/ops/telemetry.ts";
import { openRedis } from "./platform/redis/open-redis.ts";

const CONTENT = fileURLToPath(new URL("../content", import.meta.url));

/** What has been opened, to be closed in reverse order, once. */
function createClosings() {
  const closings: (() => Promise<unknown>)[] = [];
  let closed: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    // One that fails shall not keep the rest open.
    for (const close of closings.toReversed()) {
      await close().catch((error: unknown) => process.stderr.write(`While closing: ${error}\n`));
    }
  }

  return {
    add: (close: () => Promise<unknown>) => void closings.push(close),
    close: () => {
      closed ??= closeAll();
      return closed;
    },
  };
}
type Watched = Pick<OpsOptions, "redisUrl" | "vitals" | "telemetry" | "log">;
type Closings = ReturnType<typeof createClosings>;

async function main(config: Config, closings: Closings, conceal: Conceal): Promise<void> {
  refuseLonelyRole(config);
  const log = await createLogger(config.LOG_LEVEL, conceal);
  catchMishaps(log);
  closeOnSignal(closings, log);

  // Loading the bot takes longest, so the others open meanwhile.
  const opening = [
    import("./roles/start.ts"),
    openData(config, closings, log),
    openDiscord(config, closings, log),
    readContent(config),
  ] as const;
  // Whichever fails, the others have to be open before they can be closed.
  await Promise.allSettled(opening);
  const [{ startBot }, redisUrl, discord, content] = await Promise.all(opening);
  const guildId = config.DISCORD_GUILD_ID;
  const role = config.ROLE;
  const telemetry: Telemetry = new EventEmitter();
  const clock = discord.playground?.clock.now ?? Date.now;
  const bot = await startBot({
    ...discord.bot,
    role,
    guildId,
    requestsASecond: config.DISCORD_REQUESTS_A_SECOND,
    redisUrl,
    ...content,
    clock,
    log,
    telemetry,
  });
  discord.playground?.setUpcoming(bot.upcoming);
  closings.add(() => bot.close());
  await openOps(config, { redisUrl, vitals: bot, telemetry, log }, closings);

  const seconds = (performance.now() / 1000).toFixed(2);
  log.info({ questions: content.questions.length, seconds: Number(seconds) }, `Ready in ${seconds} s`);
  if (!discord.playground) return;
  process.stdout.write(`\nOpen the playground at ${discord.playground.url}\n\n`);
  await discord.playground.preparePage().catch((error: unknown) => {
    log.warn({ err: error }, "The page could not be prepared; it is tried again when it is opened");
  });
}

/** A role of its own makes sense only beside others, which it meets at one Discord and one Redis. */
function refuseLonelyRole({ ROLE, DISCORD_TOKEN, REDIS_URL }: Config): void {
  if (ROLE === "all" || (DISCORD_TOKEN && REDIS_URL)) return;
  throw new SetUpError(
    `ROLE=${ROLE} is one part of a bot that runs in several processes, so it needs DISCORD_TOKEN and REDIS_URL, the same for all of them. Leave ROLE out to run everything in one.`,
  );
}

/** Whoever opens it closes it, after all that use it. */
async function openData(config: Config, closings: Closings, log: Logger): Promise<string> {
  const redis = await openRedis(config, log);
  closings.add(() => redis.stop());
  return redis.url;
}

async function readContent({ DATA_DIR }: Config) {
  return {
    questions: loadBank({ content: CONTENT, cache: DATA_DIR }),
    career: loadCareer(CONTENT),
    exams: loadExams(CONTENT),
  };
}

/** Discord itself or, without a token, a local one with a page to use it. */
async function openDiscord(config: Config, closings: Closings, log: Logger) {
  if (config.DISCORD_TOKEN) {
    const bot = { token: config.DISCORD_TOKEN, apiUrl: config.DISCORD_API_URL, shards: config.SHARDS };
    return { bot, playground: undefined };
  }

  const { openPlayground } = await import("./playground/playground.ts");
  const playground = await openPlayground({
    host: config.HOST,
    port: config.PORT,
    dataDir: config.DATA_DIR,
    log: (line) => log.debug(line),
  });
  closings.add(() => playground.close());
  return { bot: { token: playground.token, apiUrl: playground.apiUrl }, playground };
}

/** With a token it takes the port that is the playground's without one. */
async function openOps(config: Config, watched: Watched, closings: Closings): Promise<void> {
  const port = config.OPS_PORT ?? (config.DISCORD_TOKEN ? config.PORT : undefined);
  if (port === undefined) return;
  const [{ openOps: open }, { QUEUES }] = await Promise.all([
    import("./platform/ops/server.ts"),
    import("./platform/jobs/queue.ts"),
  ]);
  const ops = await open({ ...watched, queues: QUEUES, host: config.HOST, port, token: config.OPS_TOKEN });
  closings.add(() => ops.close());
  watched.log.info({ url: ops.url }, "Health and metrics");
}

/** Docker and the like kill what has not left after 10 s. What hangs by then is a task that another worker takes over. */
const LEAVE_WITHIN_MS = 9_500;

/** The first signal closes all in reverse order, the second ends at once. */
function closeOnSignal(closings: Closings, log: Logger): void {
  let closing = false;
  const close = async (signal: NodeJS.Signals) => {
    if (closing) process.exit(1);
    closing = true;
    log.info({ signal }, "Closing");
    await Promise.race([closings.close(), sleep(LEAVE_WITHIN_MS)]);
    process.exit(0);
  };
  process.on("SIGINT", close);
  process.on("SIGTERM", close);
}

const closings = createClosings();
let conceal: Conceal = createConceal({});
try {
  const config = readConfig();
  conceal = createConceal(config);
  await main(config, closings, conceal);
} catch (error) {
  process.stderr.write(`${conceal(explainStart(error))}\n`);
  await closings.close();
  process.exit(2);
}
