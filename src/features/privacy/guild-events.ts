import { type Client, Events, ShardClientUtil } from "discord.js";
import type { Logger } from "pino";
import type { GuildRemovalService } from "./guild-removal-service.ts";

/**
 * Tracks which guilds the bot is in. During an outage, Discord marks guilds as unavailable, so they don't count as
 * left.
 */
export async function watchGuilds(client: Client, guildRemoval: GuildRemovalService, log: Logger): Promise<void> {
  const logErrors = (work: Promise<void>) =>
    work.catch((error: unknown) => log.warn({ err: error }, "Recording a guild join or removal failed"));
  client.on(Events.GuildCreate, ({ id }) => void logErrors(guildRemoval.markPresent([id])));
  client.on(Events.GuildDelete, ({ id }) => void logErrors(guildRemoval.markRemoved(id)));

  const shards = new Set(client.ws.shards.keys());
  const count = client.options.shardCount ?? shards.size;
  const isOurs = (guildId: string) => shards.has(ShardClientUtil.shardIdForGuildId(guildId, count));
  await logErrors(guildRemoval.sync([...client.guilds.cache.keys()], isOurs));
}
