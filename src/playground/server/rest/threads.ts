import { PermissionFlagsBits as Bits, ChannelType, MessageFlags, MessageType } from "discord-api-types/v10";
import { z } from "zod";
import { apiThread } from "../../model/api.ts";
import { addThread } from "../../model/channels.ts";
import { replaceMessage, storeMessage } from "../../model/messages.ts";
import { NO_FLAGS } from "../../model/no-flags.ts";
import type { Channel } from "../../model/world.ts";
import type { Services } from "../../services.ts";
import { referenceTo, timestamp } from "../messages/compose.ts";
import { refusal } from "../validation/api-error.ts";
import { checked, text } from "../validation/form.ts";
import { channelOf, demand, messageOfPath } from "./access.ts";
import { type Answer, type Call, created, nothing, type Route } from "./route.ts";

const THREAD = z.object({
  name: text(1, 100),
  auto_archive_duration: z.literal([60, 1440, 4320, 10080]).nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
});

export const threadRoutes: Route[] = [
  {
    method: "POST",
    path: "/channels/{channel_id}/messages/{message_id}/threads",
    bucket: "thread",
    run: threadOnMessage,
  },
  { method: "PUT", path: "/channels/{channel_id}/thread-members/@me", bucket: "general", run: enter },
  { method: "DELETE", path: "/channels/{channel_id}/thread-members/@me", bucket: "general", run: enter },
];

/** A message's thread has the message's id, so there can be only one. */
function threadOnMessage(call: Call): Answer {
  const { services } = call;
  const { world } = services;
  const channel = channelOf(call);
  if (channel.type !== ChannelType.GuildText) throw refusal(50024);
  demand(call, channel, Bits.CreatePublicThreads | Bits.ReadMessageHistory);
  const { name, auto_archive_duration } = checked(THREAD, call.body);
  const message = messageOfPath(call, channel);
  if (world.channels.has(message.id)) throw refusal(160004);

  const thread = addThread(world, channel, {
    id: message.id,
    name,
    archiveAfter: auto_archive_duration ?? 1440,
    ownerId: world.bot.id,
  });
  storeStarter(services, channel, thread, message.id);
  const flags = (message.flags ?? 0) | MessageFlags.HasThread;
  replaceMessage(world, channel, { ...message, flags, thread: apiThread(world, thread) });
  return created(apiThread(world, thread));
}

/** The first thing in such a thread is a pointer to the message it hangs on. */
function storeStarter({ world }: Services, channel: Channel, thread: Channel, messageId: string): void {
  const source = world.logs.get(channel.id)?.byId.get(messageId);
  if (source === undefined) return;
  storeMessage(world, thread, {
    id: world.snowflakes.next(),
    channel_id: thread.id,
    type: MessageType.ThreadStarterMessage,
    author: world.bot,
    content: "",
    embeds: [],
    components: [],
    attachments: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    timestamp: timestamp(world),
    edited_timestamp: null,
    pinned: false,
    tts: false,
    flags: NO_FLAGS,
    message_reference: referenceTo(channel, source),
    referenced_message: source,
  });
}

function enter(call: Call): Answer {
  if (channelOf(call).thread === undefined) throw refusal(50024);
  return nothing;
}
