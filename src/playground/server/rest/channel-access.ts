import { type APIMessage, type APIUser, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { channelPermissions, has, sendPermission } from "../../model/permissions.ts";
import { botGuilds, directRecipient, hasMessages, publicMessage } from "../../model/queries.ts";
import type { Channel, ModelView } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import type { RestRequest } from "./route.ts";

/** The channel of the path, if the bot can see it. */
export function channelOf(view: ModelView, request: RestRequest): Channel {
  const channel = view.channels.get(request.parameter("channel_id"));
  if (channel === undefined) throw apiError(10003);
  if (!botHas(view, channel, Bits.ViewChannel)) throw apiError(50001);
  return channel;
}

/** The public message of the path. */
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

/** A direct message channel can always be opened; only sending to it can fail. */
function requireReachable(view: ModelView, { id }: APIUser): void {
  if (view.closedDirectMessages.has(id)) throw apiError(50007);
  const sharesGuild = botGuilds(view).some(({ members }) => members.has(id));
  if (!sharesGuild && !view.userInstalls.has(id)) throw apiError(50278);
}
