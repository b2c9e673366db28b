import { type Client, Events, ShardClientUtil } from "discord.js";
import type { Logger } from "pino";
import type { Departures } from "./departure-service.ts";

/** Tells of guilds the bot comes to and is removed from, now and while it was away. An outage is no removal. */
export async function watchDepartures(client: Client, departures: Departures, log: Logger): Promise<void> {
  const note = (told: Promise<void>) =>
    told.catch((error: unknown) => log.warn({ err: error }, "A guild's coming or going was not noted"));
  client.on(Events.GuildCreate, ({ id }) => void note(departures.here([id])));
  client.on(Events.GuildDelete, ({ id }) => void note(departures.left(id)));

  const shards = new Set(client.ws.shards.keys());
  const count = client.options.shardCount ?? shards.size;
  const isOurs = (guildId: string) => shards.has(ShardClientUtil.shardIdForGuildId(guildId, count));
  await note(departures.catchUp([...client.guilds.cache.keys()], isOurs));
}
