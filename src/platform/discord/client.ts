import { setTimeout as sleep } from "node:timers/promises";
import { Client, Events, GatewayDispatchEvents, GatewayIntentBits, Options, type WebSocketOptions } from "discord.js";
import type { Logger } from "pino";
import type { Redis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { SECOND } from "../time.ts";
import { logRateLimits, type RestConnection, restOptions } from "./rest.ts";

/**
 * "auto" runs as many shards as Discord recommends, all in this process. Otherwise, this process runs shards `first` to
 * `last` of `count`.
 */
export type Shards = "auto" | { first: number; last: number; count: number };

export type ClientOptions = RestConnection & {
  /** The shards this process connects. Defaults to all that Discord recommends. */
  shards?: Exclude<Shards, "auto"> | undefined;
  /** Coordinates identifies with other processes that connect shards. */
  buildIdentifyThrottler?: BuildIdentifyThrottler | undefined;
};

/**
 * Creates the gateway client. It receives only guild events, so it needs no privileged intent, and caches very little.
 */
export function createClient({ shards, buildIdentifyThrottler, ...connection }: ClientOptions): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    ...(shards ? { shards: range(shards), shardCount: shards.count } : { shards: "auto" }),
    ...(buildIdentifyThrottler && { ws: { buildIdentifyThrottler } }),
    rest: restOptions(connection),
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ThreadManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
      UserManager: { maxSize: 100, keepOverLimit: (user) => user.id === user.client.user.id },
      GuildMemberManager: { maxSize: 10, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });

  client.ws.on(GatewayDispatchEvents.GuildCreate, dropChannels);
  logConnection(client, connection);
  logRateLimits(client.rest, connection);
  return client;
}

/**
 * Removes a guild's channels from the event before discord.js caches them, because nothing reads cached channels.
 * discord.js can't limit this cache, and clearing it later doesn't shrink the heap: with 50 channels each, 2,500 guilds
 * would use 290 MB instead of 200 MB.
 */
function dropChannels(guild: { channels: unknown[] }): void {
  guild.channels = [];
}

function logConnection(client: Client, { log }: RestConnection): void {
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, "Shard reconnecting"));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, "Shard resumed"));
  client.on(Events.ShardError, (error, shard) => log.warn({ shard, err: error }, "Shard error"));
  client.on(Events.Error, (error) => log.error({ err: error }, "Client error"));
  client.on(Events.Warn, (warning) => log.warn({ warning }, "Client warning"));
}

function range({ first, last }: { first: number; last: number }): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Discord accepts one identify per bucket every 5 s, measured on arrival. The rest is a margin for latency. */
const IDENTIFY_INTERVAL = 5.25 * SECOND;
const RETRY_AFTER = SECOND;

export type BuildIdentifyThrottler = Required<WebSocketOptions>["buildIdentifyThrottler"];

/** Enforces Discord's `max_concurrency` across all processes: shards of one bucket identify one at a time. */
export function createIdentifyThrottler(redis: Redis, log: Logger): BuildIdentifyThrottler {
  /** Claims the bucket. Returns 0, or the milliseconds to wait before trying again. */
  async function claim(bucket: number): Promise<number> {
    const key = keys.identify(bucket);
    try {
      if ((await redis.set(key, "1", "PX", IDENTIFY_INTERVAL, "NX")) === "OK") return 0;
      return Math.max(await redis.pttl(key), 1);
    } catch (error) {
      // Must not throw, or the shard would never identify.
      log.warn({ err: error }, "Redis unreachable; shard is waiting to identify");
      return RETRY_AFTER;
    }
  }

  return async (manager) => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation();
    return {
      async waitForIdentify(shardId, signal) {
        const bucket = shardId % limit.max_concurrency;
        for (let wait = await claim(bucket); wait > 0; wait = await claim(bucket)) {
          await sleep(wait, undefined, { signal });
        }
      },
    };
  };
}
