import { PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { z } from "zod";
import { apiChannel } from "../../model/api.ts";
import { deleteChannel, openDirectChannel } from "../../model/channels.ts";
import { publicHistory, replaceMessage } from "../../model/messages.ts";
import { type Channel, tell } from "../../model/world.ts";
import { formRefusal, refusal } from "../validation/api-error.ts";
import { checked, text } from "../validation/form.ts";
import { channelOf, demand, demandSending, messageOfPath } from "./access.ts";
import { type Answer, type Call, nothing, ok, type Route } from "./route.ts";

const CHANNEL = "/channels/{channel_id}";

export const channelRoutes: Route[] = [
  {
    method: "GET",
    path: CHANNEL,
    bucket: "general",
    run: (call) => ok(apiChannel(call.services.world, channelOf(call))),
  },
  { method: "PATCH", path: CHANNEL, bucket: "general", run: changeChannel },
  {
    method: "DELETE",
    path: CHANNEL,
    bucket: "general",
    run: (call) => {
      const channel = channelOf(call);
      demand(call, channel, channel.thread === undefined ? Bits.ManageChannels : Bits.ManageThreads);
      deleteChannel(call.services.world, channel);
      return ok(apiChannel(call.services.world, channel));
    },
  },
  {
    method: "POST",
    path: `${CHANNEL}/typing`,
    bucket: "general",
    run: (call) => {
      demandSending(call, channelOf(call));
      return nothing;
    },
  },
  { method: "POST", path: "/users/@me/channels", bucket: "general", run: openDirect },
  { method: "GET", path: `${CHANNEL}/messages/pins`, bucket: "read", run: listPins },
  { method: "PUT", path: `${CHANNEL}/messages/pins/{message_id}`, bucket: "edit", run: (call) => pin(call, true) },
  { method: "DELETE", path: `${CHANNEL}/messages/pins/{message_id}`, bucket: "edit", run: (call) => pin(call, false) },
  // The older addresses, which discord.js's `message.pin()` of some versions still uses.
  { method: "GET", path: `${CHANNEL}/pins`, bucket: "read", run: (call) => ok(pinned(call, channelOf(call))) },
  { method: "PUT", path: `${CHANNEL}/pins/{message_id}`, bucket: "edit", run: (call) => pin(call, true) },
  { method: "DELETE", path: `${CHANNEL}/pins/{message_id}`, bucket: "edit", run: (call) => pin(call, false) },
];

const changes = z.object({
  name: text(1, 100).nullish(),
  topic: text(0, 1024).nullish(),
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  auto_archive_duration: z.literal([60, 1440, 4320, 10080]).nullish(),
});

function changeChannel(call: Call): Answer {
  const { world } = call.services;
  const channel = channelOf(call);
  const { name, topic, archived, locked, auto_archive_duration } = checked(changes, call.body);
  const { thread } = channel;
  if (thread === undefined) demand(call, channel, Bits.ManageChannels);
  else if (thread.ownerId !== world.bot.id || locked != null) demand(call, channel, Bits.ManageThreads);

  if (thread !== undefined) {
    if (thread.archived && archived !== false && name != null) throw refusal(50083);
    if (archived != null && archived !== thread.archived) thread.changedAt = new Date(world.time.now()).toISOString();
    thread.archived = archived ?? thread.archived;
    thread.locked = locked ?? thread.locked;
    thread.archiveAfter = auto_archive_duration ?? thread.archiveAfter;
  }
  channel.name = name ?? channel.name;
  if (topic !== undefined) channel.topic = topic;
  tell(world, { type: "channel", change: "updated", channel });
  return ok(apiChannel(world, channel));
}

function openDirect(call: Call): Answer {
  const { world } = call.services;
  const { recipient_id } = checked(z.object({ recipient_id: z.string() }), call.body);
  const recipient = world.users.get(recipient_id);
  if (recipient === undefined || recipient.bot === true) {
    if (recipient?.bot === true) throw refusal(50033);
    throw formRefusal([{ path: ["recipient_id"], code: "USER_INVALID", message: "Unknown User" }]);
  }
  return ok(apiChannel(world, openDirectChannel(world, recipient)));
}

const MOST_PINS = 250;

function pinned({ services: { world } }: Call, channel: Channel) {
  return publicHistory(world, channel, { limit: 1_000 }).filter((message) => message.pinned);
}

function listPins(call: Call): Answer {
  const items = pinned(call, channelOf(call)).map((message) => ({ pinned_at: message.timestamp, message }));
  return ok({ items, has_more: false });
}

function pin(call: Call, isPinned: boolean): Answer {
  const { world } = call.services;
  const channel = channelOf(call);
  demand(call, channel, Bits.PinMessages);
  const message = messageOfPath(call, channel);
  if (isPinned && !message.pinned && pinned(call, channel).length >= MOST_PINS) throw refusal(30003);
  replaceMessage(world, channel, { ...message, pinned: isPinned });
  return nothing;
}
