import { Cluster, type RedisOptions } from "ioredis";
import type { Logger } from "pino";
import type { Redis } from "./client.ts";
import { BatchingServer, DeadlineCluster, DeadlineServer } from "./deadline.ts";
import { type ClusterAddress, parseRedisUrl, redactUrl, type SentinelAddress } from "./url.ts";

/**
 * How long commands wait while Redis is unreachable. "commands": a few attempts to connect. "interactive": 2 seconds,
 * so members can still get a reply. "bullmq": until Redis is back, as BullMQ requires.
 */
export type RedisPurpose = "commands" | "interactive" | "bullmq";

export type ConnectOptions = {
  readonly log: Pick<Logger, "info" | "warn">;
  readonly purpose?: RedisPurpose;
  /** Shown by CLIENT LIST. */
  readonly name?: string;
};

const RETRIES_PER_COMMAND = 5;
/** Maximum time until work resumes after Redis is back. */
const MAX_RETRY_DELAY_MS = 1_000;
/** A connection without a reply for this long is considered dead and replaced. */
const SOCKET_TIMEOUT_MS = 3_000;

/**
 * Creates a client for one server, a cluster, or the primary that sentinels name (see `parseRedisUrl`). It reconnects
 * automatically, logs when the connection is lost and restored, and never emits an unhandled error.
 */
export function connectRedis(url: string, { log, purpose = "commands", name = "rootine" }: ConnectOptions): Redis {
  const redis = open(url, purpose, optionsFor(purpose, name));
  logConnection(redis, redactUrl(url), log);
  return redis;
}

function optionsFor(purpose: RedisPurpose, name: string) {
  return {
    connectionName: name,
    maxRetriesPerRequest: purpose === "commands" ? RETRIES_PER_COMMAND : null,
    ...(purpose === "interactive" && { socketTimeout: SOCKET_TIMEOUT_MS }),
    // The primary has become a replica. Reconnects and sends the command to the new primary.
    reconnectOnError: (error) => (/(^|: -)READONLY/.test(error.message) ? 2 : false),
  } satisfies RedisOptions;
}
type Options = ReturnType<typeof optionsFor>;

function open(url: string, purpose: RedisPurpose, options: Options): Redis {
  const RedisServer = purpose === "interactive" ? DeadlineServer : BatchingServer;
  const RedisCluster = purpose === "interactive" ? DeadlineCluster : Cluster;
  const address = parseRedisUrl(url);
  switch (address?.kind) {
    case "cluster":
      return new RedisCluster(address.nodes, clusterOptions(address, options));
    case "sentinel":
      return new RedisServer(sentinelOptions(address, options));
    case "server": {
      const retrying = { ...options, retryStrategy: retryDelay };
      return url.startsWith("unix:")
        ? new RedisServer({ ...retrying, ...socketOf(url) })
        : new RedisServer(url, retrying);
    }
    case undefined:
      throw new Error("Invalid Redis address");
  }
}

function clusterOptions({ tls, username, password }: ClusterAddress, options: Options) {
  return {
    clusterRetryStrategy: retryDelay,
    redisOptions: { ...options, ...(tls && { tls: {} }), ...(username && { username }), ...(password && { password }) },
  };
}

function sentinelOptions({ sentinels, primary, db, ...address }: SentinelAddress, options: Options) {
  const { tls, username, password } = address;
  return {
    ...options,
    sentinels,
    name: primary,
    // Switches to the new primary immediately. The old one may still accept writes, which would be lost.
    failoverDetector: true,
    db,
    retryStrategy: retryDelay,
    sentinelRetryStrategy: retryDelay,
    ...(tls && { tls: {}, enableTLSForSentinelMode: true }),
    ...(username && { username }),
    ...(password && { password }),
  };
}

/** Milliseconds until the next attempt: exponential backoff with jitter. */
function retryDelay(attempts: number): number {
  return Math.min(20 * 2 ** Math.min(attempts, 10), MAX_RETRY_DELAY_MS) * (0.8 + Math.random() * 0.2);
}

/** Logs once when the connection is lost and once when it's back, no matter how many attempts fail in between. */
function logConnection(redis: Redis, address: string, log: ConnectOptions["log"]): void {
  let isLost = false;
  const warn = (reason: string) => {
    if (!isLost) log.warn({ address, reason }, "Redis is unreachable; reconnecting");
    isLost = true;
  };
  redis.on("error", (error) => warn(error.message));
  redis.on("reconnecting", () => warn("connection closed"));
  redis.on("ready", () => {
    if (isLost) log.info({ address }, "Redis is reachable again");
    isLost = false;
  });
}

function socketOf(url: string): { path: string; db: number } {
  const { pathname, searchParams } = new URL(url);
  return { path: decodeURIComponent(pathname), db: Number(searchParams.get("db") ?? 0) };
}
