import { type APIMessage, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { z } from "zod";
import { deleteMessage, publicHistory, publicMessage, replaceMessage } from "../../model/messages.ts";
import { has } from "../../model/permissions.ts";
import type { Channel } from "../../model/world.ts";
import { redacted } from "../gateway/dispatches.ts";
import { compose, publish, revise } from "../messages/compose.ts";
import { formRefusal, refusal } from "../validation/api-error.ts";
import { checked, snowflake } from "../validation/form.ts";
import { type MessageBody, parseBody } from "../validation/message.ts";
import { botPermissions, channelOf, demand, demandSending, messageOfPath } from "./access.ts";
import { type Answer, type Call, nothing, ok, type Route } from "./route.ts";

const MESSAGES = "/channels/{channel_id}/messages";
const MESSAGE = `${MESSAGES}/{message_id}`;

export const messageRoutes: Route[] = [
  { method: "POST", path: MESSAGES, bucket: "send", run: sendMessage },
  { method: "GET", path: MESSAGES, bucket: "read", run: listHistory },
  {
    method: "GET",
    path: MESSAGE,
    bucket: "read",
    run: (call) => {
      const channel = channelOf(call);
      demand(call, channel, Bits.ReadMessageHistory);
      return ok(redacted(call.services.world, channel, messageOfPath(call, channel)));
    },
  },
  { method: "PATCH", path: MESSAGE, bucket: "edit", run: editMessage },
  {
    method: "DELETE",
    path: MESSAGE,
    bucket: "delete",
    run: (call) => {
      const channel = channelOf(call);
      const message = messageOfPath(call, channel);
      if (message.author.id !== call.services.world.bot.id) demand(call, channel, Bits.ManageMessages);
      deleteMessage(call.services.world, channel, message.id);
      return nothing;
    },
  },
];

function sendMessage(call: Call): Answer {
  const { services } = call;
  const { world, nonces } = services;
  const channel = channelOf(call);
  demandSending(call, channel);
  const body = parseBody(call.body);
  demandContentPermissions(call, channel, body);

  const enforced = body.enforce_nonce === true ? body.nonce : undefined;
  const twinId = enforced == null ? undefined : nonces.find(channel.id, world.bot.id, enforced);
  const twin = twinId === undefined ? undefined : publicMessage(world, channel, twinId);
  if (twin !== undefined) return ok(twin);

  const replyTo = repliedTo(call, channel, body);
  const message = compose(services, {
    channel,
    author: world.bot,
    body,
    files: call.files,
    ...(replyTo === undefined ? {} : { replyTo }),
  });
  if (message.nonce !== undefined) nonces.remember(channel.id, world.bot.id, message.nonce, message.id);
  publish(services, channel, message);
  return ok(message);
}

function demandContentPermissions(call: Call, channel: Channel, body: MessageBody): void {
  if (call.files.length > 0) demand(call, channel, Bits.AttachFiles);
  if (Array.isArray(body.embeds) && body.embeds.length > 0) demand(call, channel, Bits.EmbedLinks);
}

function repliedTo(call: Call, channel: Channel, body: MessageBody): APIMessage | undefined {
  if (body.message_reference == null) return undefined;
  if (!has(botPermissions(call, channel), Bits.ReadMessageHistory)) throw refusal(160002);
  const message = publicMessage(call.services.world, channel, body.message_reference.message_id);
  if (message !== undefined || body.message_reference.fail_if_not_exists === false) return message;
  throw formRefusal([{ path: ["message_reference"], code: "REPLIES_UNKNOWN_MESSAGE", message: "Unknown message" }]);
}

const range = z.object({
  before: snowflake.optional(),
  after: snowflake.optional(),
  around: snowflake.optional(),
  limit: z.coerce.number().pipe(z.int().min(1).max(100)).default(50),
});

function listHistory(call: Call): Answer {
  const { world } = call.services;
  const channel = channelOf(call);
  const { before, after, around, limit } = checked(range, Object.fromEntries(call.query));
  // Without the permission Discord answers as if the channel were empty.
  if (!has(botPermissions(call, channel), Bits.ReadMessageHistory)) return ok([]);
  const bounds = { limit, ...(before && { before }), ...(after && { after }), ...(around && { around }) };
  return ok(publicHistory(world, channel, bounds).map((message) => redacted(world, channel, message)));
}

function editMessage(call: Call): Answer {
  const { services } = call;
  const channel = channelOf(call);
  const old = messageOfPath(call, channel);
  if (old.author.id !== services.world.bot.id) throw refusal(50005);
  if (channel.thread?.archived) throw refusal(50083);
  const message = revise(services, channel, old, parseBody(call.body), call.files);
  replaceMessage(services.world, channel, message);
  return ok(message);
}
