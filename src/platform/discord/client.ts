import {
  Client,
  DefaultRestOptions,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  REST,
  RESTEvents,
  RESTJSONErrorCodes,
  type RESTOptions,
} from "discord.js";
import type { Logger } from "pino";
import type { Telemetry } from "../ops/telemetry.ts";
import { type IdentifyThrottle, throttleIdentify } from "./identify.ts";

export type ConnectionOptions = {
  /** Base of the REST API, such as http://127.0.0.1:3000/api; absent: Discord's. */
  apiUrl?: string | undefined;
  requestsPerSecond?: number | undefined;
  log: Logger;
  telemetry?: Telemetry | undefined;
};

/** "auto": as many as Discord recommends, all in this process; or the shards `first` to `last` of `count`. */
export type Shards = "auto" | { first: number; last: number; count: number };

export type ClientOptions = ConnectionOptions & {
  /** The shards this process connects; absent: all of them, as many as Discord recommends. */
  shards?: Exclude<Shards, "auto"> | undefined;
  /** Shared with the other processes that connect shards; absent: there are none. */
  throttle?: IdentifyThrottle | undefined;
};

/** The gateway client: guilds are all it listens to, so no privileged intent is needed, and it remembers little else. */
export function createClient({ log, telemetry, shards, throttle, ...connection }: ClientOptions): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    // Whatever does not say whom it pings pings nobody.
    allowedMentions: { parse: [] },
    // Cards are Discord's JSON already. The default looks at every key once more, at a third of a reply's cost.
    jsonTransformer: (json) => json,
    ...(shards ? { shards: range(shards), shardCount: shards.count } : { shards: "auto" }),
    ...(throttle && { ws: { buildIdentifyThrottler: throttleIdentify(throttle, log) } }),
    rest: restOptions(connection, telemetry),
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

  client.on(Events.ShardDisconnect, ({ code }, shard) => log.warn({ shard, code }, "Shard disconnected for good"));
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, "Shard reconnecting"));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, "Shard resumed"));
  client.on(Events.ShardError, (error, shard) => log.warn({ shard, err: error }, "Shard error"));
  client.on(Events.Error, (error) => log.error({ err: error }, "Client error"));
  client.on(Events.Warn, (warning) => log.warn({ warning }, "Client warning"));
  client.ws.on(GatewayDispatchEvents.GuildCreate, forgetChannels);
  watchLimits(client.rest, log, telemetry);
  return client;
}

/**
 * Nothing here needs a channel before it is named, and then it is asked for: those of 2,500 guilds were a third of the
 * bot's memory. A cache that is limited would break discord.js; one that is never filled does not. What a gateway event
 * holds is told before the library reads it.
 */
function forgetChannels(guild: { channels: unknown[] }): void {
  guild.channels = [];
}

/** All that a process needs which only speaks and never listens. */
export function createRest({ token, log, telemetry, ...connection }: ConnectionOptions & { token: string }): REST {
  const rest = new REST(restOptions(connection, telemetry)).setToken(token);
  watchLimits(rest, log, telemetry);
  return rest;
}

function restOptions(
  { apiUrl, requestsPerSecond }: Pick<ConnectionOptions, "apiUrl" | "requestsPerSecond">,
  telemetry: Telemetry | undefined,
): Partial<RESTOptions> {
  return {
    async makeRequest(url, init) {
      const response = await request(url, init);
      telemetry?.emit("request", { method: init.method ?? "GET", url, status: response.status });
      return response;
    },
    ...(apiUrl && { api: apiUrl }),
    ...(requestsPerSecond && { globalRequestsPerSecond: requestsPerSecond }),
    timeout: 15_000,
    // A delivery that has to wait goes back to its queue, or one channel's limit would hold up every other's.
    rejectOnRateLimit: ["/channels", "/users/@me/channels"],
  };
}

/** How a connection that broke is named by Node and by undici. */
const BROKEN: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
const ANSWER = /\/interactions\/\d+\/[^/]+\/callback(\?|$)/;

/** An answer whose connection broke is sent once more, for Discord takes no second one: if it had come, it stands. */
const request: RESTOptions["makeRequest"] = async (url, init) => {
  try {
    return await DefaultRestOptions.makeRequest(url, init);
  } catch (error) {
    if (!ANSWER.test(url) || !isBroken(error)) throw error;
  }
  const response = await DefaultRestOptions.makeRequest(url, init);
  if (response.status !== 400) return response;
  const refusal = await response.text();
  return refusal.includes(`"code":${RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged}`)
    ? new Response(null, { status: 204 })
    : new Response(refusal, { status: response.status, headers: response.headers });
};

function isBroken(error: unknown): boolean {
  return error instanceof Error && "code" in error && BROKEN.has(error.code);
}

function watchLimits(rest: REST, log: Logger, telemetry: Telemetry | undefined): void {
  rest.on(RESTEvents.RateLimited, ({ route, timeToReset, global, method, url }) => {
    telemetry?.emit("wait", { method, url });
    log.info({ route, timeToReset, global }, "Discord asks us to wait");
  });
  rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
    log.warn({ count, remainingTime }, "Many refused requests: 10,000 in ten minutes would get this address banned"),
  );
}

function range({ first, last }: { first: number; last: number }): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
