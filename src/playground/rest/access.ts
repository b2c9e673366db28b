import { type APIMessage, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { refusal } from "../refusal.ts";
import { publicMessage } from "../world/messages.ts";
import { channelPermissions, has, sendingIn } from "../world/permissions.ts";
import type { Channel } from "../world/world.ts";
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
}

export function messageOfPath(call: Call, channel: Channel): APIMessage {
  const message = publicMessage(call.services.world, channel, call.parameter("message_id"));
  if (message === undefined) throw refusal(10008);
  return message;
}
