import { randomBytes } from "node:crypto";
import {
  type APIMessage,
  type APIUser,
  PermissionFlagsBits as Bits,
  ChannelType,
  WebhookType,
} from "discord-api-types/v10";
import { z } from "zod";
import { apiWebhook } from "../../model/guild-json.ts";
import { apiUser } from "../../model/json.ts";
import type { Model } from "../../model/model.ts";
import { publicMessage } from "../../model/queries.ts";
import type { Channel, ModelView, Webhook } from "../../model/types.ts";
import type { Composer } from "../messages/compose.ts";
import { apiError, formError } from "../validation/api-error.ts";
import { parseForm, snowflake, text } from "../validation/form.ts";
import { parseMessageBody } from "../validation/message.ts";
import { channelOf, guildWith, requirePermissions } from "./access.ts";
import { noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const WEBHOOK = "/webhooks/{webhook_id}";
const WITH_TOKEN = `${WEBHOOK}/{webhook_token}`;
const MAX_WEBHOOKS = 15;

type WebhookModel = Pick<Model, "view" | "webhooks" | "channels" | "messages" | "newId">;

/** Manages webhooks. `createChannelWebhooks` handles what is posted through them. */
export function webhookSettingRoutes(model: WebhookModel): Route[] {
  const { view, webhooks } = model;
  const inChannel = (request: RestRequest) => {
    const channel = channelOf(view, request);
    requirePermissions(view, channel, Bits.ManageWebhooks);
    return channel;
  };
  const list = (isListed: (webhook: Webhook) => boolean) =>
    ok([...view.webhooks.values()].filter(isListed).map((webhook) => apiWebhook(view, webhook)));
  const publicly = (one: Route): Route => ({ ...one, isPublic: true });
  return [
    route("GET", "/channels/{channel_id}/webhooks", "general", (request) => {
      const { id } = inChannel(request);
      return list(({ channelId }) => channelId === id);
    }),
    route("GET", "/guilds/{guild_id}/webhooks", "general", (request) => {
      const { id } = guildWith(view, request, Bits.ManageWebhooks);
      return list(({ guildId }) => guildId === id);
    }),
    route("POST", "/channels/{channel_id}/webhooks", "general", (request) =>
      createWebhook(model, inChannel(request), request),
    ),
    route("POST", "/channels/{channel_id}/followers", "general", (request) => follow(model, request)),
    route("GET", WEBHOOK, "general", (request) => ok(apiWebhook(view, managedWebhook(view, request)))),
    route("PATCH", WEBHOOK, "general", (request) => update(model, managedWebhook(view, request), request)),
    route("DELETE", WEBHOOK, "general", (request) => {
      webhooks.delete(managedWebhook(view, request));
      return noContent;
    }),
    publicly(route("GET", WITH_TOKEN, "webhook", (request) => ok(withoutUser(view, tokenWebhook(view, request))))),
    publicly(route("PATCH", WITH_TOKEN, "webhook", (request) => update(model, tokenWebhook(view, request), request))),
    publicly(
      route("DELETE", WITH_TOKEN, "webhook", (request) => {
        webhooks.delete(tokenWebhook(view, request));
        return noContent;
      }),
    ),
  ];
}

/** The webhook in the path, if the bot may manage it. */
function managedWebhook(view: ModelView, request: RestRequest): Webhook {
  const webhook = view.webhooks.get(request.parameter("webhook_id"));
  if (webhook === undefined) throw apiError(10015);
  const channel = view.channels.get(webhook.channelId);
  if (channel === undefined) throw apiError(10015);
  if (webhook.creatorId !== view.bot.id) requirePermissions(view, channel, Bits.ManageWebhooks);
  return webhook;
}

/** The webhook in the path, authorized by its token. */
function tokenWebhook(view: ModelView, request: RestRequest): Webhook {
  const webhook = view.webhooks.get(request.parameter("webhook_id"));
  if (webhook === undefined) throw apiError(10015);
  if (webhook.type !== WebhookType.Incoming || webhook.token !== request.parameter("webhook_token"))
    throw apiError(50027);
  return webhook;
}

function withoutUser(view: ModelView, webhook: Webhook) {
  const { user: _, ...rest } = apiWebhook(view, webhook);
  return rest;
}

const webhookName = text(1, 80).check((context) => {
  const forbidden = /clyde|discord/i.exec(context.value)?.[0];
  if (forbidden === undefined) return;
  const message = `Username cannot contain "${forbidden.toLowerCase()}"`;
  context.issues.push({
    code: "custom",
    message,
    params: { discord: "USERNAME_INVALID_CONTAINS" },
    input: context.value,
  });
});

function createWebhook({ view, webhooks, newId }: WebhookModel, channel: Channel, request: RestRequest): RestResponse {
  const { name } = parseForm(z.object({ name: webhookName }), request.body);
  requireRoom(view, channel);
  const webhook = { ...newWebhook(view, channel, newId(), name), type: WebhookType.Incoming } as const;
  webhooks.put(webhook);
  return ok(apiWebhook(view, webhook));
}

function newWebhook(view: ModelView, channel: Channel, id: string, name: string) {
  if (channel.guildId === undefined || channel.type === ChannelType.GuildCategory) throw apiError(50024);
  const token = randomBytes(51).toString("base64url");
  return { id, name, token, guildId: channel.guildId, channelId: channel.id, creatorId: view.bot.id };
}

function requireRoom(view: ModelView, { id }: Channel): void {
  const count = [...view.webhooks.values()].filter(({ channelId }) => channelId === id).length;
  if (count >= MAX_WEBHOOKS) throw apiError(30007);
}

function update({ view, webhooks }: WebhookModel, webhook: Webhook, request: RestRequest): RestResponse {
  const fields = z.object({ name: webhookName.optional(), channel_id: snowflake.nullish() });
  const { name, channel_id } = parseForm(fields, request.body);
  // A webhook's token can't move the webhook.
  const channelId = request.parameter("webhook_token") === "" ? (channel_id ?? webhook.channelId) : webhook.channelId;
  const channel = view.channels.get(channelId);
  if (channel?.guildId !== webhook.guildId) throw apiError(10003);
  if (channelId !== webhook.channelId) requirePermissions(view, channel, Bits.ManageWebhooks);
  const updated = { ...webhook, channelId, name: name ?? webhook.name };
  webhooks.put(updated);
  return ok(apiWebhook(view, updated));
}

/** Later crossposts of the announcement channel appear in the following one. */
function follow({ view, webhooks, newId }: WebhookModel, request: RestRequest): RestResponse {
  const source = channelOf(view, request);
  if (source.type !== ChannelType.GuildAnnouncement) throw apiError(50024);
  const { webhook_channel_id } = parseForm(z.object({ webhook_channel_id: snowflake }), request.body);
  const target = view.channels.get(webhook_channel_id);
  if (target === undefined) throw apiError(10003);
  requirePermissions(view, target, Bits.ManageWebhooks);
  requireRoom(view, target);
  const webhook = { ...newWebhook(view, target, newId(), source.name), type: WebhookType.ChannelFollower } as const;
  webhooks.put({ ...webhook, sourceChannelId: source.id });
  return ok({ channel_id: source.id, webhook_id: webhook.id });
}

export type ChannelWebhooks = ReturnType<typeof createChannelWebhooks>;

/** Posts through webhooks. The other webhooks in paths are those of interactions, which have their application's id. */
export function createChannelWebhooks(model: WebhookModel, composer: Composer) {
  const { view, messages } = model;
  const messageAt = (request: RestRequest) => {
    const webhook = tokenWebhook(view, request);
    const channel = targetOf(view, webhook, request);
    const message = publicMessage(view, channel, request.parameter("message_id"));
    if (message?.webhook_id !== webhook.id) throw apiError(10008);
    return { channel, message };
  };
  return {
    /** Whether the path names one of these webhooks. */
    owns: (request: RestRequest) => view.webhooks.has(request.parameter("webhook_id")),
    execute: (request: RestRequest): RestResponse => {
      const message = execute(model, composer, tokenWebhook(view, request), request);
      return request.query.get("wait") === "true" ? ok(message) : noContent;
    },
    get: (request: RestRequest): RestResponse => ok(messageAt(request).message),
    edit(request: RestRequest): RestResponse {
      const { channel, message } = messageAt(request);
      const edited = composer.edit(channel, message, { body: parseMessageBody(request.body), files: request.files });
      messages.replace(channel, edited);
      return ok(edited);
    },
    delete(request: RestRequest): RestResponse {
      const { channel, message } = messageAt(request);
      messages.delete(channel, message.id);
      return noContent;
    },
  };
}

/** The webhook's channel, or the thread in it that the request names. */
function targetOf(view: ModelView, webhook: Webhook, { query }: RestRequest): Channel {
  const threadId = query.get("thread_id");
  const target = view.channels.get(threadId ?? webhook.channelId);
  if (target === undefined || (threadId !== null && target.parentId !== webhook.channelId)) throw apiError(10003);
  return target;
}

const posted = z.object({ username: webhookName.nullish(), thread_name: text(1, 100).nullish() });

function execute(model: WebhookModel, composer: Composer, webhook: Webhook, request: RestRequest): APIMessage {
  const { view, messages } = model;
  const { username, thread_name } = parseForm(posted, request.body ?? {});
  const channel = targetOf(view, webhook, request);
  const isForum = channel.type === ChannelType.GuildForum;
  if (isForum && thread_name == null) throw apiError(220001);
  if (!isForum && thread_name != null) throw apiError(220003);
  const body = parseMessageBody(request.body);
  const isOwn = webhook.creatorId === view.bot.id;
  if (!isOwn && /"custom_id"/.test(JSON.stringify(body.components ?? []))) throw formError([INTERACTIVE]);
  const message = composer.compose({
    channel,
    author: webhookAuthor(webhook.id, username ?? webhook.name),
    body,
    files: request.files,
    extra: { webhook_id: webhook.id, ...(isOwn && { application_id: view.applicationId }) },
  });
  if (thread_name == null) {
    messages.add(channel, message);
    return message;
  }
  const thread = model.channels.startStandaloneThread(channel, { name: thread_name, autoArchiveMinutes: 1440 });
  const first = { ...message, id: thread.id, channel_id: thread.id };
  messages.add(thread, first);
  return first;
}

/** Only an application's webhooks may send components that start interactions. */
const INTERACTIVE = {
  path: ["components"],
  code: "WEBHOOK_COMPONENTS_INTERACTIVE",
  message: "Only webhooks of an application can send interactive components",
};

export function webhookAuthor(id: string, name: string): APIUser {
  return { ...apiUser({ id, name }, true), discriminator: "0000" };
}
