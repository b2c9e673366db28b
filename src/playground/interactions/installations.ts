import {
  type APIApplicationCommand,
  type APIAuthorizingIntegrationOwnersMap,
  type APIUser,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  InteractionType,
} from "discord-api-types/v10";
import { isBotIn } from "../model/queries.ts";
import type { Channel, ModelView } from "../model/types.ts";
import type { InteractionRequest } from "./types.ts";

export function contextOf({ guildId, type }: Channel): InteractionContextType {
  if (guildId !== undefined) return InteractionContextType.Guild;
  return type === ChannelType.DM ? InteractionContextType.BotDM : InteractionContextType.PrivateChannel;
}

/** The installations that offer a command here: the guild's, the user's, both or none. */
export function ownersOfCommand(
  view: ModelView,
  channel: Channel,
  user: APIUser,
  { contexts, integration_types, guild_id }: APIApplicationCommand,
): APIAuthorizingIntegrationOwnersMap {
  const fits = guild_id === undefined ? (contexts?.includes(contextOf(channel)) ?? true) : guild_id === channel.guildId;
  if (!fits) return {};
  const types = integration_types ?? [ApplicationIntegrationType.GuildInstall];
  const byGuild = types.includes(ApplicationIntegrationType.GuildInstall) && isGuildInstalled(view, channel, user);
  const byUser = types.includes(ApplicationIntegrationType.UserInstall) && view.userInstalls.has(user.id);
  return {
    ...(byGuild && { [ApplicationIntegrationType.GuildInstall]: channel.guildId ?? "0" }),
    ...(byUser && { [ApplicationIntegrationType.UserInstall]: user.id }),
  };
}

/** A component has the owners of the command that created its message, and a modal those of what opened it. */
export function ownersOf(
  view: ModelView,
  channel: Channel,
  user: APIUser,
  request: InteractionRequest,
): APIAuthorizingIntegrationOwnersMap {
  switch (request.type) {
    case InteractionType.MessageComponent:
      return (
        request.message.interaction_metadata?.authorizing_integration_owners ?? {
          [ApplicationIntegrationType.GuildInstall]: channel.guildId ?? "0",
        }
      );
    case InteractionType.ModalSubmit:
      return request.opener.owners;
    default:
      return ownersOfCommand(view, channel, user, request.command);
  }
}

function isGuildInstalled(view: ModelView, channel: Channel, user: APIUser): boolean {
  if (!isBotIn(view, channel)) return false;
  if (channel.guildId !== undefined) return true;
  return [...view.guilds.values()].some(({ members }) => members.has(view.bot.id) && members.has(user.id));
}
