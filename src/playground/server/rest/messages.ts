import { type APIMessage, PermissionFlagsBits as Bits, ChannelType, MessageFlags } from "discord-api-types/v10";
import { z } from "zod";
import { apiMessageReference, emptyMessage } from "../../model/json.ts";
import type { Model } from "../../model/model.ts";
import { publicHistory, publicMessage } from "../../model/queries.ts";
import { timeOfId } from "../../model/snowflake.ts";
import type { Channel, ModelView } from "../../model/types.ts";
import { type Composer, redacted } from "../messages/compose.ts";
import { apiError, formError } from "../validation/api-error.ts";
import { parseForm, snowflake } from "../validation/form.ts";
import { type MessageBody, parseMessageBody } from "../validation/message.ts";
import { botHas, channelOf, messageOf, requirePermissions, requireSending } from "./access.ts";
import { noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";
import { webhookAuthor } from "./webhooks.ts";

const MESSAGES = "/channels/{channel_id}/messages";
const MESSAGE = `${MESSAGES}/{message_id}`;

type MessageModel = Pick<Model, "view" | "messages" | "newId">;

export function messageRoutes(model: MessageModel, composer: Composer): Route[] {
  const { view, messages } = model;
  return [
    route("POST", MESSAGES, "send", (request) => sendMessage(model, composer, request)),
    route("GET", MESSAGES, "read", (request) => listMessages(view, request)),
    route("GET", MESSAGE, "read", (request) => {
      const channel = channelOf(view, request);
      requirePermissions(view, channel, Bits.ReadMessageHistory);
      return ok(redacted(view, channel, messageOf(view, request, channel)));
    }),
    route("POST", `${MESSAGES}/bulk-delete`, "delete", (request) => bulkDelete(model, request)),
    route("POST", `${MESSAGE}/crosspost`, "edit", (request) => crosspost(model, request)),
    route("PATCH", MESSAGE, "edit", (request) => editMessage(model, composer, request)),
    route("DELETE", MESSAGE, "delete", (request) => {
      const channel = channelOf(view, request);
      const message = messageOf(view, request, channel);
      if (message.author.id !== view.bot.id) requirePermissions(view, channel, Bits.ManageMessages);
      messages.delete(channel, message.id);
      return noContent;
    }),
  ];
}

function sendMessage({ view, messages }: MessageModel, composer: Composer, request: RestRequest): RestResponse {
  const { files } = request;
  const channel = channelOf(view, request);
  requireSending(view, channel);
  const body = parseMessageBody(request.body);
  if (files.length > 0) requirePermissions(view, channel, Bits.AttachFiles);
  if (Array.isArray(body.embeds) && body.embeds.length > 0) requirePermissions(view, channel, Bits.EmbedLinks);

  if (body.enforce_nonce && body.nonce != null) {
    const duplicate = messages.findByNonce(channel, view.bot.id, body.nonce);
    if (duplicate !== undefined) return ok(duplicate);
  }
  const replyTo = repliedTo(view, channel, body);
  const message = composer.compose({ channel, author: view.bot, body, files, replyTo });
  messages.add(channel, message);
  return ok(message);
}

function repliedTo(view: ModelView, channel: Channel, body: MessageBody): APIMessage | undefined {
  if (body.message_reference == null) return undefined;
  if (!botHas(view, channel, Bits.ReadMessageHistory)) throw apiError(160002);
  const message = publicMessage(view, channel, body.message_reference.message_id);
  if (message !== undefined || body.message_reference.fail_if_not_exists === false) return message;
  throw formError([{ path: ["message_reference"], code: "REPLIES_UNKNOWN_MESSAGE", message: "Unknown message" }]);
}

const range = z.object({
  before: snowflake.optional(),
  after: snowflake.optional(),
  around: snowflake.optional(),
  limit: z.coerce.number().pipe(z.int().min(1).max(100)).default(50),
});

function listMessages(view: ModelView, request: RestRequest): RestResponse {
  const channel = channelOf(view, request);
  const { before, after, around, limit } = parseForm(range, Object.fromEntries(request.query));
  // Without the permission, Discord returns an empty list.
  if (!botHas(view, channel, Bits.ReadMessageHistory)) return ok([]);
  const bounds = { limit, ...(before && { before }), ...(after && { after }), ...(around && { around }) };
  return ok(publicHistory(view, channel, bounds).map((message) => redacted(view, channel, message)));
}

function editMessage({ view, messages }: MessageModel, composer: Composer, request: RestRequest): RestResponse {
  const channel = channelOf(view, request);
  const old = messageOf(view, request, channel);
  if (old.author.id !== view.bot.id) throw apiError(50005);
  if (channel.thread?.archived) throw apiError(50083);
  const message = composer.edit(channel, old, { body: parseMessageBody(request.body), files: request.files });
  messages.replace(channel, message);
  return ok(message);
}

const MAX_BULK_AGE_MS = 14 * 86_400_000;
const MAX_BULK_DELETE = 100;

function bulkDelete({ view, messages }: MessageModel, request: RestRequest): RestResponse {
  const channel = channelOf(view, request);
  requirePermissions(view, channel, Bits.ManageMessages);
  const ids = new Set(parseForm(z.object({ messages: z.array(snowflake) }), request.body).messages);
  if (ids.size < 2 || ids.size > MAX_BULK_DELETE) throw apiError(50016);
  const oldest = view.clock.now() - MAX_BULK_AGE_MS;
  if ([...ids].some((id) => timeOfId(id) < oldest)) throw apiError(50034);
  messages.deleteMany(channel, [...ids]);
  return noContent;
}

/** Publishes a message of an announcement channel to the channels that follow it. */
function crosspost({ view, messages, newId }: MessageModel, request: RestRequest): RestResponse {
  const channel = channelOf(view, request);
  const message = messageOf(view, request, channel);
  if (channel.type !== ChannelType.GuildAnnouncement) throw apiError(50024);
  requirePermissions(view, channel, message.author.id === view.bot.id ? Bits.SendMessages : Bits.ManageMessages);
  const flags = message.flags ?? 0;
  if ((flags & MessageFlags.Crossposted) !== 0) throw apiError(40033);
  const published = { ...message, flags: flags | MessageFlags.Crossposted };
  messages.replace(channel, published);
  for (const { id: webhook_id, channelId, sourceChannelId } of view.webhooks.values()) {
    const target = view.channels.get(channelId);
    if (sourceChannelId !== channel.id || target === undefined) continue;
    const { content, embeds, components, attachments } = message;
    messages.add(target, {
      ...emptyMessage(view, newId(), target.id),
      author: webhookAuthor(webhook_id, channel.name),
      content,
      embeds,
      components: components ?? [],
      attachments,
      webhook_id,
      flags: flags | MessageFlags.IsCrosspost,
      message_reference: apiMessageReference(channel, message),
    });
  }
  return ok(published);
}
