import { type APIMessage, type APIUser, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { publicMessage } from "../../model/messages.ts";
import { channelPermissions, has, sendingIn } from "../../model/permissions.ts";
import { botGuilds, type Channel, type World } from "../../model/world.ts";
import { refusal } from "../validation/api-error.ts";
import type { Call } from "./route.ts";

/** What the bot may do where. */

/** The channel of the path, if the bot can see it. */
export function channelOf(call: Call): Channel {
  const { world } = call.services;
  const channel = world.channels.get(call.parameter("channel_id"));
  if (channel === undefined) throw refusal(10003);
  if (!has(botPermissions(call, channel), Bits.ViewChannel)) throw refusal(50001);
  return channel;
}

export function botPermissions({ services: { world } }: Call, channel: Channel): bigint {
  return channelPermissions(world, channel, world.bot.id);
}

export function demand(call: Call, channel: Channel, needed: bigint): void {
  if (!has(botPermissions(call, channel), needed)) throw refusal(50013);
}

export function demandSending(call: Call, channel: Channel): void {
  demand(call, channel, sendingIn(channel));
  if (channel.thread?.locked) demand(call, channel, Bits.ManageThreads);
  if (channel.recipient !== undefined) demandOpenDoor(call.services.world, channel.recipient);
}

/** The channel of direct messages can always be opened; it is the message that a closed door refuses. */
function demandOpenDoor(world: World, { id }: APIUser): void {
  if (world.closedTo.has(id)) throw refusal(50007);
  const isMet = botGuilds(world).some(({ members }) => members.has(id));
  if (!isMet && !world.installedBy.has(id)) throw refusal(50278);
}

export function messageOfPath(call: Call, channel: Channel): APIMessage {
  const message = publicMessage(call.services.world, channel, call.parameter("message_id"));
  if (message === undefined) throw refusal(10008);
  return message;
}
