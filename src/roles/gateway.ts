import { type Client, Events, Status } from "discord.js";
import { commands, messageCommands } from "../../commands/index.ts";
import { notifyOfClosedMessages } from "../../commands/remind.ts";
import type { App } from "../app.ts";
import { watchGuilds } from "../features/privacy/guild-events.ts";
import { createPictures } from "../features/profile/pictures.ts";
import { createRateLimiter, type RateLimiter } from "../platform/discord/rate-limiter.ts";
import { registerCommands } from "../platform/discord/register-commands.ts";
import { routeInteractions } from "../platform/discord/router.ts";
import { closedForGood } from "../platform/ops/explain-error.ts";
import type { ShardStatus } from "../platform/ops/health.ts";
import type { Platform } from "../platform/platform.ts";

export type GatewayOptions = {
  token: string;
  /** Register commands in this guild only; default: everywhere. */
  guildId?: string | undefined;
  /** Limits how much one member or guild may ask of this process; default: `createRateLimiter`. */
  rateLimiter?: RateLimiter | undefined;
};

export type Gateway = {
  shards(): ShardStatus[];
  /** Rejects with a SetupError when Discord won't accept the connection again. */
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
    noteGuild: (userId, guildId) => stores.learnerGuilds.add(userId, guildId, clock()),
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
      // Close the gateway first: this process still answers what it has received, and another process receives the
      // rest.
      await client.destroy();
      // `destroy` clears the token, which replies in progress still need.
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
    // A new session sends its first heartbeat only after a while.
    sinceHeartbeat: Date.now() - Math.max(lastPingTimestamp, readyTimestamp ?? 0),
  }));
}

/** Rejects once Discord closes a shard's connection and won't accept it again. */
function watchForLoss(client: Client): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    client.once(Events.ShardDisconnect, ({ code }) => reject(closedForGood(code)));
  });
  lost.catch(() => undefined);
  return lost;
}
