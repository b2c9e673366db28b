import {
  type APIApplicationCommand,
  type APIAuthorizingIntegrationOwnersMap,
  type APIUser,
  ApplicationIntegrationType,
  InteractionContextType,
  InteractionType,
} from "discord-api-types/v10";
import { type Channel, isBotIn, memberOf, type World } from "../model/world.ts";
import type { Asked } from "./payload.ts";

/** Where Discord lets whom use the bot, and by whose installation. */

export function contextOf({ guildId, party }: Channel): InteractionContextType {
  if (guildId !== undefined) return InteractionContextType.Guild;
  return party === undefined ? InteractionContextType.BotDM : InteractionContextType.PrivateChannel;
}

/** Whose installations offer a command here: the guild's, the person's, both, or nobody's. */
export function ownersOfCommand(
  world: World,
  channel: Channel,
  person: APIUser,
  { contexts, integration_types, guild_id }: APIApplicationCommand,
): APIAuthorizingIntegrationOwnersMap {
  const fits = guild_id === undefined ? (contexts?.includes(contextOf(channel)) ?? true) : guild_id === channel.guildId;
  if (!fits) return {};
  const types = integration_types ?? [ApplicationIntegrationType.GuildInstall];
  const byGuild = types.includes(ApplicationIntegrationType.GuildInstall) && isGuildInstalled(world, channel, person);
  const byUser = types.includes(ApplicationIntegrationType.UserInstall) && world.installedBy.has(person.id);
  return {
    ...(byGuild && { [ApplicationIntegrationType.GuildInstall]: channel.guildId ?? "0" }),
    ...(byUser && { [ApplicationIntegrationType.UserInstall]: person.id }),
  };
}

/** The same of whatever a person did: a component acts by the leave of the command that made its message. */
export function ownersOf(
  world: World,
  channel: Channel,
  person: APIUser,
  asked: Asked,
): APIAuthorizingIntegrationOwnersMap {
  switch (asked.type) {
    case InteractionType.MessageComponent:
      return (
        asked.message.interaction_metadata?.authorizing_integration_owners ?? {
          [ApplicationIntegrationType.GuildInstall]: channel.guildId ?? "0",
        }
      );
    case InteractionType.ModalSubmit:
      return asked.from.owners;
    default:
      return ownersOfCommand(world, channel, person, asked.command);
  }
}

function isGuildInstalled(world: World, channel: Channel, person: APIUser): boolean {
  if (!isBotIn(world, channel)) return false;
  if (channel.guildId !== undefined) return true;
  return [...world.guilds.keys()].some((id) => isBotIn(world, { guildId: id }) && memberOf(world, id, person.id));
}
