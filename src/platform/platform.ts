import { EventEmitter } from "node:events";
import { type Client, type REST, Routes } from "discord.js";
import type { Logger } from "pino";
import { z } from "zod";
import type { Role } from "../config.ts";
import { type ChannelCheck, createChannelCheck } from "./discord/channel-check.ts";
import { createClient, createIdentifyThrottler, type Shards } from "./discord/client.ts";
import { type Buckets, createBuckets } from "./discord/rate-limit-buckets.ts";
import { createRest } from "./discord/rest.ts";
import {
  createFairTurns,
  createReserveInterval,
  createSendLimiter,
  limitRate,
  type ReserveInterval,
  type RestFor,
} from "./discord/send-limiter.ts";
import type { Telemetry } from "./ops/metrics.ts";
import type { Redis } from "./redis/client.ts";
import { connectRedis } from "./redis/connection.ts";
import { keys } from "./redis/keys.ts";
import { checkFormat } from "./redis/open-redis.ts";
import type { Clock } from "./time.ts";

export type PlatformOptions = {
  /** Default: "all". */
  role?: Role | undefined;
  token: string;
  /** Base URL of Discord's API; default: Discord itself. */
  apiUrl?: string | undefined;
  /** Shards this process connects, coordinated with the other processes on the same Redis. Default: all of them. */
  shards?: Shards | undefined;
  /** Requests per second that Discord allows this bot; default: 50. */
  requestsPerSecond?: number | undefined;
  redisUrl: string;
  /** Default: nothing is written to disk. */
  dataDir?: string | undefined;
  clock: Clock;
  log: Logger;
  telemetry?: Telemetry | undefined;
};

/** What features run on. */
export type Platform = {
  role: Role;
  redis: Redis;
  redisUrl: string;
  dataDir?: string | undefined;
  /** The gateway connection, not yet logged in; a worker has none. */
  client?: Client;
  rest: REST;
  /** REST clients that share Discord's rate limit across all processes, round-robin by guild and learner. */
  restFor: RestFor;
  reserveInterval: ReserveInterval;
  apiUrl?: string | undefined;
  /** Available once the client is ready. */
  botId(): string;
  checkChannel: ChannelCheck;
  clock: Clock;
  log: Logger;
  telemetry: Telemetry;
};

/** Connects Redis and prepares Discord; logging in is left to the gateway role. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const { role = "all", redisUrl, clock, log, telemetry = new EventEmitter() } = options;
  const redis = connectRedis(redisUrl, { log, purpose: "people", name: `rootine-${role}` });
  const buckets = createBuckets();
  const discord = await prepareDiscord({ ...options, telemetry, buckets }, redis).catch((error: unknown) => {
    // An embedded Redis shuts down next, and losing it would be logged.
    redis.disconnect();
    throw error;
  });
  const reserveInterval = createReserveInterval(redis);
  const reserveSend = (length: number) => reserveInterval(keys.sendRateLimit(), length);
  return {
    role,
    redis,
    redisUrl,
    dataDir: options.dataDir,
    ...discord,
    restFor: limitRate(
      discord.rest,
      buckets,
      createFairTurns(createSendLimiter(reserveSend, options.requestsPerSecond)),
    ),
    reserveInterval,
    apiUrl: options.apiUrl,
    checkChannel: createChannelCheck(discord),
    clock,
    log,
    telemetry,
  };
}

async function prepareDiscord(options: Connection, redis: Redis) {
  await checkFormat(redis);
  return options.role === "worker" ? restOnly(options) : gateway(options, redis);
}

type Connection = PlatformOptions & { buckets: Buckets };

function gateway({ shards, ...options }: Connection, redis: Redis) {
  const client = createClient({
    ...options,
    shards: shards === "auto" ? undefined : shards,
    buildIdentifyThrottler: shards && createIdentifyThrottler(redis, options.log),
  });
  return { client, rest: client.rest, botId: () => client.user?.id ?? "" };
}

const user = z.object({ id: z.string() });

async function restOnly(options: Connection) {
  const rest = createRest(options);
  const { id } = user.parse(await rest.get(Routes.user()));
  return { rest, botId: () => id };
}
