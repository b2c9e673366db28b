import { type Client, Events, ShardClientUtil, Status } from "discord.js";
import type { Logger } from "pino";
import { commands, messageCommands } from "../../commands/index.ts";
import { notifyOfClosedMessages } from "../../commands/remind.ts";
import type { App } from "../app.ts";
import type { GuildRemovalService } from "../features/privacy/guild-removal-service.ts";
import { createPictures } from "../features/profile/pictures.ts";
import { createRateLimiter, type RateLimiter } from "../platform/discord/rate-limiter.ts";
import { registerCommands } from "../platform/discord/register-commands.ts";
import { routeInteractions } from "../platform/discord/router.ts";
import { explainCloseCode } from "../platform/ops/explain-error.ts";
import type { ShardStatus } from "../platform/ops/health.ts";
import type { Platform } from "../platform/platform.ts";

export type GatewayOptions = {
  token: string;
  /** Registers commands only in this guild. Defaults to all guilds. */
  guildId?: string | undefined;
  /** Limits how much one member or guild can use this process. Defaults to `createRateLimiter`. */
  rateLimiter?: RateLimiter | undefined;
};

export type Gateway = {
  shards(): ShardStatus[];
  /** Rejects with a SetupError if Discord won't accept the connection again. */
  lost: Promise<never>;
  close(): Promise<void>;
};

/** Connects to the gateway, registers the commands and answers interactions. */
export async function startGateway(
  { client, clock, log, telemetry }: Platform & { client: Client },
  { stores, services }: App,
  { token, guildId, rateLimiter = createRateLimiter(clock) }: GatewayOptions,
): Promise<Gateway> {
  const pictures = createPictures(log);
  const router = routeInteractions({
    client,
    commands,
    messageCommands,
    services: { ...services, pictures },
    afterCommand: notifyOfClosedMessages,
    claims: stores.interactionClaims,
    recordGuild: (userId, guildId) => stores.learnerGuilds.add(userId, guildId, clock()),
    rateLimiter,
    log,
    telemetry,
  });
  const stopping = new AbortController();
  const lost = watchForLoss(client);
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await Promise.race([client.login(token).then(() => ready), lost]);
  await registerCommands({
    rest: client.rest,
    applicationId: client.application?.id ?? "",
    guildId,
    declared: [...commands, ...messageCommands].map(({ declaration }) => declaration),
    log,
    stopping: stopping.signal,
  });
  await watchGuilds(client, services.guildRemoval, log);

  return {
    shards: () => shardStatuses(client),
    lost,
    async close() {
      stopping.abort();
      // Closes the gateway first, so another process receives new events while this one answers earlier ones.
      await client.destroy();
      // Replies in progress still need the token, which `destroy` clears.
      client.rest.setToken(token);
      await router.close();
      await pictures.close();
    },
  };
}

function shardStatuses({ ws, readyTimestamp }: Client): ShardStatus[] {
  return [...ws.shards.values()].map(({ id, status, lastPingTimestamp }) => ({
    id,
    ready: status === Status.Ready,
    // A new session takes a while to send its first heartbeat.
    sinceHeartbeat: Date.now() - Math.max(lastPingTimestamp, readyTimestamp ?? 0),
  }));
}

/** Rejects when Discord closes a shard's connection and won't accept it again. */
function watchForLoss(client: Client): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    client.once(Events.ShardDisconnect, ({ code }) => reject(explainCloseCode(code)));
  });
  lost.catch(() => undefined);
  return lost;
}

/**
 * Tracks which guilds the bot is in. During an outage, Discord marks guilds as unavailable, so they don't count as
 * left.
 */
async function watchGuilds(client: Client, guildRemoval: GuildRemovalService, log: Logger): Promise<void> {
  const logErrors = (work: Promise<void>) =>
    work.catch((error: unknown) => log.warn({ err: error }, "Recording a guild join or removal failed"));
  client.on(Events.GuildCreate, ({ id }) => void logErrors(guildRemoval.markPresent([id])));
  client.on(Events.GuildDelete, ({ id }) => void logErrors(guildRemoval.markRemoved(id)));

  const shards = new Set(client.ws.shards.keys());
  const count = client.options.shardCount ?? shards.size;
  const isOurs = (guildId: string) => shards.has(ShardClientUtil.shardIdForGuildId(guildId, count));
  await logErrors(guildRemoval.sync([...client.guilds.cache.keys()], isOurs));
}
