import {
  type APIApplicationCommand,
  type APIAuthorizingIntegrationOwnersMap,
  type APIUser,
  ApplicationIntegrationType,
  PermissionFlagsBits as Bits,
  ChannelType,
  InteractionContextType,
  InteractionType,
} from "discord-api-types/v10";
import { commandsIn } from "../model/commands.ts";
import { channelPermissions, guildPermissions, has, isTimedOut } from "../model/permissions.ts";
import { isBotIn } from "../model/queries.ts";
import type { Channel, ModelView } from "../model/types.ts";
import type { InteractionRequest } from "./types.ts";

export function contextOf({ guildId, type }: Channel): InteractionContextType {
  if (guildId !== undefined) return InteractionContextType.Guild;
  return type === ChannelType.DM ? InteractionContextType.BotDM : InteractionContextType.PrivateChannel;
}

/** The installations that offer a command here: the guild's, the user's, both or none. */
function ownersOfCommand(
  view: ModelView,
  channel: Channel,
  user: APIUser,
  { contexts, integration_types, guild_id }: APIApplicationCommand,
): APIAuthorizingIntegrationOwnersMap {
  const fits = guild_id === undefined ? (contexts?.includes(contextOf(channel)) ?? true) : guild_id === channel.guildId;
  if (!fits) return {};
  // As Discord documents: all of the app's installation types.
  const types = integration_types ?? [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall];
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
  if (channel.guildId !== undefined) return isBotIn(view, channel) || view.commandInstalls.has(channel.guildId);
  if (!isBotIn(view, channel)) return false;
  return [...view.guilds.values()].some(({ members }) => members.has(view.bot.id) && members.has(user.id));
}

export function mayUseCommand(
  view: ModelView,
  channel: Channel,
  user: APIUser,
  command: APIApplicationCommand,
): boolean {
  if (Object.keys(ownersOfCommand(view, channel, user, command)).length === 0) return false;
  return channel.guildId === undefined || permits(channelPermissions(view, channel, user.id), command);
}

/** The commands that a member is offered in a guild or in direct messages with the bot. `contexts` shows where. */
export function commandsFor(view: ModelView, guildId: string, user: APIUser): APIApplicationCommand[] {
  const guild = view.guilds.get(guildId);
  const member = guild?.members.get(user.id);
  if (guild === undefined || member === undefined) return [];
  const held = isTimedOut(view, member) ? 0n : guildPermissions(guild, member);
  return commandsIn(view, guildId).flatMap((command) => {
    if (permits(held, command)) return command;
    const isForDirectMessages = command.contexts?.includes(InteractionContextType.BotDM);
    return isForDirectMessages ? { ...command, contexts: [InteractionContextType.BotDM] } : [];
  });
}

function permits(held: bigint, { default_member_permissions }: APIApplicationCommand): boolean {
  const required = BigInt(default_member_permissions ?? 0n);
  // To Discord, "0" means administrators only.
  const isForAdministrators = default_member_permissions !== null && required === 0n;
  return has(held, Bits.UseApplicationCommands | (isForAdministrators ? Bits.Administrator : required));
}
