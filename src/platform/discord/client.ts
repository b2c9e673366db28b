import { Client, Events, GatewayIntentBits, type Guild, Options } from "discord.js";
import type { BuildIdentifyThrottler } from "./identify-throttler.ts";
import { logRateLimits, type RestConnection, restOptions } from "./rest.ts";

/** "auto": all that Discord recommends, in this process; or the shards `first` to `last` of `count`. */
export type Shards = "auto" | { first: number; last: number; count: number };

export type ClientOptions = RestConnection & {
  /** The shards this process connects; default: all that Discord recommends. */
  shards?: Exclude<Shards, "auto"> | undefined;
  /** Shared with the other processes that connect shards. */
  buildIdentifyThrottler?: BuildIdentifyThrottler | undefined;
};

/** The gateway client. It receives guilds only, so it needs no privileged intent, and caches little else. */
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

  // discord.js doesn't support a limit for channels, which would be a third of this process's memory.
  client.on(Events.GuildAvailable, forgetChannels);
  client.on(Events.GuildCreate, forgetChannels);
  logConnection(client, connection);
  logRateLimits(client.rest, connection);
  return client;
}

/** Nothing reads a channel from the cache: it comes with an interaction, or is fetched. */
function forgetChannels(guild: Guild): void {
  for (const id of guild.channels.cache.keys()) guild.client.channels.cache.delete(id);
  guild.channels.cache.clear();
}

function logConnection(client: Client, { log }: RestConnection): void {
  client.on(Events.ShardDisconnect, ({ code }, shard) => log.warn({ shard, code }, "Shard disconnected for good"));
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, "Shard reconnecting"));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, "Shard resumed"));
  client.on(Events.ShardError, (error, shard) => log.warn({ shard, err: error }, "Shard error"));
  client.on(Events.Error, (error) => log.error({ err: error }, "Client error"));
  client.on(Events.Warn, (warning) => log.warn({ warning }, "Client warning"));
}

function range({ first, last }: { first: number; last: number }): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
