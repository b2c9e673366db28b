import {
  type APIApplicationCommand,
  type APIUser,
  PermissionFlagsBits as Bits,
  InteractionContextType,
} from "discord-api-types/v10";
import { commandsIn } from "../model/commands.ts";
import { channelPermissions, guildPermissions, has, isTimedOut } from "../model/permissions.ts";
import type { Channel, ModelView } from "../model/types.ts";
import { ownersOfCommand } from "./installations.ts";

export function mayUseCommand(
  view: ModelView,
  channel: Channel,
  user: APIUser,
  command: APIApplicationCommand,
): boolean {
  if (Object.keys(ownersOfCommand(view, channel, user, command)).length === 0) return false;
  return channel.guildId === undefined || permits(channelPermissions(view, channel, user.id), command);
}

/** The commands that a member is offered in a guild or in direct messages with the bot; `contexts` shows where. */
export function commandsFor(view: ModelView, guildId: string, user: APIUser): APIApplicationCommand[] {
  const guild = view.guilds.get(guildId);
  const member = guild?.members.get(user.id);
  if (guild === undefined || member === undefined) return [];
  const held = isTimedOut(member) ? 0n : guildPermissions(guild, member);
  return commandsIn(view, guildId).flatMap((command) => {
    if (permits(held, command)) return command;
    const isForDirectMessages = command.contexts?.includes(InteractionContextType.BotDM);
    return isForDirectMessages ? { ...command, contexts: [InteractionContextType.BotDM] } : [];
  });
}

function permits(held: bigint, { default_member_permissions }: APIApplicationCommand): boolean {
  const required = BigInt(default_member_permissions ?? 0n);
  // Discord takes "0" as administrators only.
  const isForAdministrators = default_member_permissions !== null && required === 0n;
  return has(held, Bits.UseApplicationCommands | (isForAdministrators ? Bits.Administrator : required));
}
