import { type APIMessage, type APIUser, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { channelPermissions, guildPermissions, has, rankOf, sendPermission } from "../../model/permissions.ts";
import { botGuilds, directRecipient, hasMessages, publicMessage } from "../../model/queries.ts";
import type { Channel, Guild, Member, ModelView, Role } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import type { RestRequest } from "./route.ts";

/** The channel in the path, if the bot can see it. */
export function channelOf(view: ModelView, request: RestRequest): Channel {
  const channel = view.channels.get(request.parameter("channel_id"));
  if (channel === undefined) throw apiError(10003);
  if (!botHas(view, channel, Bits.ViewChannel)) throw apiError(50001);
  return channel;
}

/** The public message in the path. */
export function messageOf(view: ModelView, request: RestRequest, channel: Channel): APIMessage {
  const message = publicMessage(view, channel, request.parameter("message_id"));
  if (message === undefined) throw apiError(10008);
  return message;
}

export function botHas(view: ModelView, channel: Channel, permissions: bigint): boolean {
  return has(channelPermissions(view, channel, view.bot.id), permissions);
}

export function requirePermissions(view: ModelView, channel: Channel, permissions: bigint): void {
  if (!botHas(view, channel, permissions)) throw apiError(50013);
}

export function requireSending(view: ModelView, channel: Channel): void {
  if (!hasMessages(channel)) throw apiError(50008);
  requirePermissions(view, channel, sendPermission(channel));
  if (channel.thread?.locked) requirePermissions(view, channel, Bits.ManageThreads);
  const recipient = directRecipient(channel);
  if (recipient !== undefined) requireReachable(view, recipient);
}

/** Opening direct messages always succeeds. Only sending a message can fail. */
function requireReachable(view: ModelView, { id }: APIUser): void {
  if (view.closedDirectMessages.has(id)) throw apiError(50007);
  const sharesGuild = botGuilds(view).some(({ members }) => members.has(id));
  if (!sharesGuild && !view.userInstalls.has(id)) throw apiError(50278);
}

/** The guild in the path, if the bot is in it. */
export function guildOf(view: ModelView, request: RestRequest): Guild {
  const guild = view.guilds.get(request.parameter("guild_id"));
  if (guild?.members.has(view.bot.id) !== true) throw apiError(10004);
  return guild;
}

/** The guild in the path, if the bot has these permissions there. */
export function guildWith(view: ModelView, request: RestRequest, permissions: bigint): Guild {
  const guild = guildOf(view, request);
  if (!has(guildPermissions(guild, ownMember(view, guild)), permissions)) throw apiError(50013);
  return guild;
}

/** The member in the path. */
export function memberOfPath(view: ModelView, request: RestRequest, guild: Guild): Member {
  const id = request.parameter("user_id");
  const member = guild.members.get(id === "@me" ? view.bot.id : id);
  if (member === undefined) throw apiError(10007);
  return member;
}

export function ownMember(view: ModelView, guild: Guild): Member {
  const member = guild.members.get(view.bot.id);
  if (member === undefined) throw apiError(10004);
  return member;
}

/** The bot can't manage its own highest role or any role above it. */
export function requireBelow(view: ModelView, guild: Guild, role: Pick<Role, "position">): void {
  if (role.position >= rankOf(guild, ownMember(view, guild))) throw apiError(50013);
}

/** The bot can't manage itself, the owner, or members with a highest role that isn't below its own. */
export function isOutranked(view: ModelView, guild: Guild, member: Member): boolean {
  return member.user.id !== view.bot.id && rankOf(guild, member) < rankOf(guild, ownMember(view, guild));
}

export function requireOutranked(view: ModelView, guild: Guild, member: Member): void {
  if (!isOutranked(view, guild, member)) throw apiError(50013);
}

/** A bot can only grant permissions that it has. */
export function requireHeld(view: ModelView, guild: Guild, permissions: bigint): void {
  const held = guildPermissions(guild, ownMember(view, guild));
  if ((held & Bits.Administrator) === 0n && (permissions & ~held) !== 0n) throw apiError(50013);
}
