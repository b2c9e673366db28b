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
  /** Defaults to "all". */
  role?: Role | undefined;
  token: string;
  /** Base URL of the REST API. Defaults to Discord's. */
  apiUrl?: string | undefined;
  /** The shards this process connects, coordinated with other processes on the same Redis. Defaults to all of them. */
  shards?: Shards | undefined;
  /** Requests per second that Discord allows this bot. Defaults to 50. */
  requestsPerSecond?: number | undefined;
  redisUrl: string;
  /** By default, nothing is written to disk. */
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
  /** The gateway client, before login. Absent for a worker. */
  client?: Client;
  rest: REST;
  /** REST clients for guilds and learners. They share Discord's rate limit fairly, across all processes. */
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

/** Connects Redis and prepares the Discord clients. The gateway role logs in later. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const { role = "all", redisUrl, clock, log, telemetry = new EventEmitter() } = options;
  const redis = connectRedis(redisUrl, { log, purpose: "interactive", name: `rootine-${role}` });
  const buckets = createBuckets();
  const discord = await prepareDiscord({ ...options, telemetry, buckets }, redis).catch((error: unknown) => {
    // An embedded Redis shuts down next. The client would log that as an outage.
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
