import { Redis, type RedisOptions } from "ioredis";
import type { Logger } from "pino";

export type RedisPurpose = "commands" | "bullmq";

export type ConnectOptions = {
  readonly log: Pick<Logger, "info" | "warn">;
  /** BullMQ asks of its connections that a command waits for as long as Redis is away. */
  readonly purpose?: RedisPurpose;
  /** Shown by CLIENT LIST. */
  readonly name?: string;
};

/** Given up on by a person who waits for a reply after about 3 s, so a command fails after some retries. */
const RETRIES_PER_COMMAND = 5;
const LONGEST_RETRY_DELAY_MS = 2_000;

/**
 * A client on `redis://`, `rediss://` or `unix://…[?db=n]`. It connects by itself, again after every loss, and says so
 * in the log; it never raises an unhandled error.
 */
export function connectRedis(url: string, { log, purpose = "commands", name = "rootine" }: ConnectOptions): Redis {
  const options = {
    connectionName: name,
    enableAutoPipelining: false,
    maxRetriesPerRequest: purpose === "bullmq" ? null : RETRIES_PER_COMMAND,
    retryStrategy: (times: number) =>
      Math.min(20 * 2 ** Math.min(times, 10), LONGEST_RETRY_DELAY_MS) * (0.8 + Math.random() * 0.2),
  } satisfies RedisOptions;
  const redis = url.startsWith("unix:") ? new Redis({ ...options, ...socketOf(url) }) : new Redis(url, options);
  report(redis, redactUrl(url), log);
  return redis;
}

/** One line when it is lost and one when it is back, however many attempts lie between. */
function report(redis: Redis, address: string, log: ConnectOptions["log"]): void {
  let lost = false;
  const warn = (reason: string) => {
    if (!lost) log.warn({ address, reason }, "Redis is away: trying again until it is back");
    lost = true;
  };
  redis.on("error", (error) => warn(error.message));
  redis.on("reconnecting", () => warn("the connection was closed"));
  redis.on("ready", () => {
    if (lost) log.info({ address }, "Redis is back");
    lost = false;
  });
}

function socketOf(url: string): { path: string; db: number } {
  const { pathname, searchParams } = new URL(url);
  return { path: decodeURIComponent(pathname), db: Number(searchParams.get("db") ?? 0) };
}

/** The address without what must not be seen in a log. */
export function redactUrl(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password !== "") parsed.password = "***";
    if (parsed.searchParams.has("password")) parsed.searchParams.set("password", "***");
    return parsed.href;
  } catch {
    return "(unreadable address)";
  }
}
