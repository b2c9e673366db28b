import { Cluster, type RedisOptions, Redis as Server } from "ioredis";
import type { Logger } from "pino";
import { type ClusterAddress, readRedisAddress, redactUrl, type SentinelAddress } from "./address.ts";
import type { Redis } from "./client.ts";
import { giveUpInTime } from "./patience.ts";

/**
 * How long a command waits for Redis. "commands": some tries to connect. "people": so long that whoever waits can still be
 * told. "bullmq": for as long as Redis is away, as BullMQ asks of its connections.
 */
export type RedisPurpose = "commands" | "people" | "bullmq";

export type ConnectOptions = {
  readonly log: Pick<Logger, "info" | "warn">;
  readonly purpose?: RedisPurpose;
  /** Shown by CLIENT LIST. */
  readonly name?: string;
};

const RETRIES_PER_COMMAND = 5;
/** Posting resumes so soon after Redis is back. */
const LONGEST_RETRY_DELAY_MS = 1_000;
/** A connection on which no reply has come for so long is taken for dead, and a new one is made. */
const SILENT_FOR_MS = 3_000;

/**
 * A client on one server, a cluster or what sentinels point to; see `readRedisAddress`. It connects by itself, again
 * after every loss, and says so in the log; it never raises an unhandled error.
 */
export function connectRedis(url: string, { log, purpose = "commands", name = "rootine" }: ConnectOptions): Redis {
  const redis = open(url, optionsFor(purpose, name));
  if (redis instanceof Cluster) redis.on("+node", writeOnceATurn);
  else writeOnceATurn(redis);
  if (purpose === "people") giveUpInTime(redis);
  report(redis, redactUrl(url), log);
  return redis;
}

function optionsFor(purpose: RedisPurpose, name: string) {
  return {
    connectionName: name,
    enableAutoPipelining: false,
    maxRetriesPerRequest: purpose === "commands" ? RETRIES_PER_COMMAND : null,
    ...(purpose === "people" && { socketTimeout: SILENT_FOR_MS }),
    // A primary that has become a replica: its successor takes the command.
    reconnectOnError: (error) => (/(^|: -)READONLY/.test(error.message) ? 2 : false),
  } satisfies RedisOptions;
}
type Options = ReturnType<typeof optionsFor>;

function open(url: string, common: Options): Redis {
  const options = { ...common, retryStrategy: pause };
  const address = readRedisAddress(url);
  switch (address?.kind) {
    case "cluster":
      return openCluster(address, common);
    case "sentinel":
      return openPrimary(address, common);
    case "server":
      return url.startsWith("unix:") ? new Server({ ...options, ...socketOf(url) }) : new Server(url, options);
    case undefined:
      throw new Error("The address of Redis cannot be read");
  }
}

function openCluster({ nodes, tls, username, password }: ClusterAddress, each: Options): Cluster {
  return new Cluster(nodes, {
    clusterRetryStrategy: pause,
    redisOptions: { ...each, ...(tls && { tls: {} }), ...(username && { username }), ...(password && { password }) },
  });
}

function openPrimary({ sentinels, primary, db, tls, username, password }: SentinelAddress, common: Options) {
  return new Server({
    ...common,
    sentinels,
    name: primary,
    // The sentinels say at once who has become primary; what the former one still took would be lost.
    failoverDetector: true,
    db,
    retryStrategy: pause,
    sentinelRetryStrategy: pause,
    ...(tls && { tls: {}, enableTLSForSentinelMode: true }),
    ...(username && { username }),
    ...(password && { password }),
  });
}

/** Milliseconds until the next try, longer each time, and not the same for all who lost the server at once. */
function pause(times: number): number {
  return Math.min(20 * 2 ** Math.min(times, 10), LONGEST_RETRY_DELAY_MS) * (0.8 + Math.random() * 0.2);
}

/**
 * What one turn of the event loop asks of Redis leaves in one write. Many clicks come in one packet, and a system call
 * for each of their commands was a sixth of all work; a command alone waits for nothing.
 */
function writeOnceATurn(redis: Server): void {
  const held = new WeakSet<object>();
  const send = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    const socket = redis.stream;
    if (socket && !held.has(socket)) {
      held.add(socket);
      socket.cork();
      setImmediate(() => {
        held.delete(socket);
        socket.uncork();
      });
    }
    return send(command, stream);
  };
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
