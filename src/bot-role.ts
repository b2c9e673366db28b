import { type Client, Events, Status } from "discord.js";
import { commands, messageCommands } from "../commands/index.ts";
import type { Capabilities } from "./app.ts";
import type { BotOptions } from "./bot-options.ts";
import { watchDepartures } from "./features/privacy/departures.ts";
import { createPictures } from "./features/profile/pictures.ts";
import { createChannelCheck } from "./platform/discord/channel-check.ts";
import { createFloodGate, openGate } from "./platform/discord/rate-limiter.ts";
import { routeInteractions } from "./platform/discord/router.ts";
import type { ShardState } from "./platform/ops/vitals.ts";
import { troubleOf } from "./platform/redis/patience.ts";

export type Answering = { shards(): ShardState[]; close(): Promise<void> };

/** The role that hears interactions through the gateway and answers them. */
export async function startAnswering(
  client: Client,
  { services, interactions, departures }: Capabilities,
  options: BotOptions,
): Promise<Answering> {
  const { token, guildId, log, telemetry } = options;
  const pictures = createPictures(log);
  const router = routeInteractions({
    client,
    commands,
    messageCommands,
    services: { ...services(createChannelCheck(client)), pictures },
    interactions,
    gate: options.floods === "allowed" ? openGate : createFloodGate(options.clock),
    troubleOf,
    log,
    telemetry,
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
  await registerCommands(client, guildId);
  await watchDepartures(client, departures, log);

  return {
    shards: () => shardStates(client),
    async close() {
      // The gateway goes first: what Discord has given us by then is answered, what comes later another process hears.
      await client.destroy();
      // That took the token from REST, which replies under way still need.
      client.rest.setToken(token);
      await router.close();
      await pictures.close();
    },
  };
}

function shardStates({ ws, readyTimestamp }: Client): ShardState[] {
  return [...ws.shards.values()].map(({ id, status, ping, lastPingTimestamp }) => ({
    id,
    ready: status === Status.Ready,
    ping,
    // The first heartbeat comes a while after a session has begun.
    sinceHeartbeat: Date.now() - Math.max(lastPingTimestamp, readyTimestamp ?? 0),
  }));
}

/** In one guild they are there at once; everywhere it may take Discord a while. */
async function registerCommands(client: Client, guildId: string | undefined): Promise<void> {
  const declared = [...commands, ...messageCommands].map(({ data }) => data.toJSON());
  const registry = client.application?.commands;
  await (guildId ? registry?.set(declared, guildId) : registry?.set(declared));
}
