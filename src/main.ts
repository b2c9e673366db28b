import { pino } from "pino";
import pretty from "pino-pretty";
import { startBot } from "./bot.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { loadExams } from "./content/exams.ts";
import { loadBank } from "./content/load.ts";
import { ContentError } from "./content/problem.ts";
import { checkServer, connectRedis, redactUrl } from "./redis/connection.ts";
import { EmbeddedRedisError } from "./redis/embedded/error.ts";
import { startEmbeddedRedis } from "./redis/embedded.ts";

const CONTENT = new URL("../content", import.meta.url).pathname;

type Closing = () => Promise<unknown>;
type Logger = ReturnType<typeof createLogger>;

/** What a person can mend by reading the message: no stack trace, exit code 2. */
class SetUpError extends Error {
  override readonly name = "SetUpError";
}

function createLogger(level: string) {
  const destination = process.stdout.isTTY ? pretty({ ignore: "pid,hostname", translateTime: "HH:MM:ss" }) : undefined;
  return destination ? pino({ level }, destination) : pino({ level });
}

async function main(closings: Closing[]): Promise<void> {
  const config = readConfig();
  const log = createLogger(config.LOG_LEVEL);
  closeOnSignal(closings, log);

  const [redisUrl, discord] = await Promise.all([openRedis(config, closings, log), openDiscord(config, closings, log)]);
  const questions = loadBank({ content: CONTENT, cache: config.DATA_DIR });
  const exams = loadExams(CONTENT);
  const { token, apiUrl } = discord;
  const guildId = config.DISCORD_GUILD_ID;
  const bot = await startBot({ token, apiUrl, guildId, redisUrl, questions, exams, clock: Date.now, log });
  closings.push(() => bot.close());

  const seconds = (performance.now() / 1000).toFixed(2);
  log.info({ questions: questions.length, seconds: Number(seconds) }, `Ready in ${seconds} s`);
  if (!discord.playground) return;
  process.stdout.write(`\nOpen the playground at ${discord.playground.url}\n\n`);
  await discord.playground.preparePage();
}

/** The given Redis, once it has been checked, or one of our own. */
async function openRedis(config: Config, closings: Closing[], log: Logger): Promise<string> {
  if (!config.REDIS_URL) {
    const redis = await startEmbeddedRedis({ dataDir: config.DATA_DIR, log });
    closings.push(() => redis.stop());
    return redis.url;
  }

  const probe = connectRedis(config.REDIS_URL, { log });
  const findings = await checkServer(probe);
  probe.disconnect();
  for (const { level, problem, fix } of findings) {
    if (level === "refuse") throw new SetUpError(`${redactUrl(config.REDIS_URL)}: ${problem}\n  ${fix}`);
    log.warn({ fix }, problem);
  }
  return config.REDIS_URL;
}

/** Discord itself or, without a token, a local one with a page to use it. */
async function openDiscord(config: Config, closings: Closing[], log: Logger) {
  if (config.DISCORD_TOKEN) {
    return { token: config.DISCORD_TOKEN, apiUrl: config.DISCORD_API_URL, playground: undefined };
  }

  const { openPlayground } = await import("./playground/playground.ts");
  const playground = await openPlayground({
    host: config.HOST,
    port: config.PORT,
    dataDir: config.DATA_DIR,
    log: (line) => log.debug(line),
  });
  closings.push(() => playground.close());
  return { token: playground.token, apiUrl: playground.apiUrl, playground };
}

/** The first signal closes all in reverse order, the second ends at once. */
function closeOnSignal(closings: Closing[], log: Logger): void {
  let closing = false;
  const close = async (signal: NodeJS.Signals) => {
    if (closing) process.exit(1);
    closing = true;
    log.info({ signal }, "Closing");
    await closeAll(closings);
    process.exit(0);
  };
  process.on("SIGINT", close);
  process.on("SIGTERM", close);
}

async function closeAll(closings: readonly Closing[]): Promise<void> {
  for (const close of closings.toReversed()) await close();
}

/** What stopped the start, as the person who started it can use it. */
function explain(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return "The port is in use, perhaps by another Rootine. Stop that one, or set PORT to another, for example PORT=3001.";
  }
  const mendable = [ConfigError, ContentError, EmbeddedRedisError, SetUpError].some((kind) => error instanceof kind);
  if (mendable && error instanceof Error) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const closings: Closing[] = [];
try {
  await main(closings);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  await closeAll(closings);
  process.exit(2);
}
