import { type APIMessage, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { z } from "zod";
import { apiChannel } from "../../model/json.ts";
import type { Model } from "../../model/model.ts";
import { publicHistory } from "../../model/queries.ts";
import type { Channel, ModelView } from "../../model/types.ts";
import { apiError, formError } from "../validation/api-error.ts";
import { parseForm, snowflake, text } from "../validation/form.ts";
import { channelOf, messageOf, requireHeld, requirePermissions, requireSending } from "./access.ts";
import { permissionOverwrites, requireCategory } from "./guild-channels.ts";
import { noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const CHANNEL = "/channels/{channel_id}";

type ChannelModel = Pick<Model, "view" | "channels">;

export function channelRoutes(model: ChannelModel): Route[] {
  const { view, channels } = model;
  return [
    route("GET", CHANNEL, "general", (request) => ok(apiChannel(view, channelOf(view, request)))),
    route("PATCH", CHANNEL, "general", (request) => updateChannel(model, request)),
    route("DELETE", CHANNEL, "general", (request) => {
      const channel = channelOf(view, request);
      requirePermissions(view, channel, channel.thread === undefined ? Bits.ManageChannels : Bits.ManageThreads);
      channels.delete(channel);
      return ok(apiChannel(view, channel));
    }),
    route("POST", `${CHANNEL}/typing`, "general", (request) => {
      requireSending(view, channelOf(view, request));
      return noContent;
    }),
    route("POST", "/users/@me/channels", "general", (request) => openDirectChannel(model, request)),
  ];
}

const changes = z.object({
  name: text(1, 100).nullish(),
  topic: text(0, 1024).nullish(),
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  auto_archive_duration: z.literal([60, 1440, 4320, 10080]).nullish(),
  position: z.int().min(0).nullish(),
  parent_id: snowflake.nullish(),
  permission_overwrites: permissionOverwrites.nullish(),
});

function updateChannel({ view, channels }: ChannelModel, request: RestRequest): RestResponse {
  const channel = channelOf(view, request);
  const body = parseForm(changes, request.body);
  const { name, topic, archived, locked, auto_archive_duration } = body;
  requirePermissions(view, channel, permissionsToUpdate(view.bot.id, channel, locked != null));
  if (channel.thread?.archived && archived !== false && name != null) throw apiError(50083);
  channels.update(channel, {
    ...(channel.thread === undefined && placeIn(view, channel, body)),
    name: name ?? undefined,
    topic,
    archived: archived ?? undefined,
    locked: locked ?? undefined,
    autoArchiveMinutes: auto_archive_duration ?? undefined,
  });
  return ok(apiChannel(view, channel));
}

/** Where a guild's channel is, and who may use it. */
function placeIn(view: ModelView, channel: Channel, body: z.infer<typeof changes>) {
  const guild = view.guilds.get(channel.guildId ?? "");
  const { position, parent_id, permission_overwrites } = body;
  if (guild === undefined) return {};
  if (parent_id != null) requireCategory(guild, parent_id, ["parent_id"]);
  if (permission_overwrites != null) requirePermissions(view, channel, Bits.ManageRoles);
  for (const { allow, deny } of permission_overwrites ?? []) requireHeld(view, guild, allow | deny);
  const overwrites = permission_overwrites ?? undefined;
  return { position: position ?? undefined, parentId: parent_id, overwrites };
}

/** The bot needs no permission to update its own threads, except to lock them. */
function permissionsToUpdate(botId: string, { thread }: Channel, locks: boolean): bigint {
  if (thread === undefined) return Bits.ManageChannels;
  return thread.ownerId === botId && !locks ? 0n : Bits.ManageThreads;
}

function openDirectChannel({ view, channels }: ChannelModel, request: RestRequest): RestResponse {
  const { recipient_id } = parseForm(z.object({ recipient_id: snowflake }), request.body);
  const recipient = view.users.get(recipient_id);
  if (recipient === undefined)
    throw formError([{ path: ["recipient_id"], code: "USER_INVALID", message: "Unknown User" }]);
  if (recipient.bot) throw apiError(50033);
  return ok(apiChannel(view, channels.openDirect(recipient)));
}

const PINS = "/channels/{channel_id}/messages/pins";
/** Deprecated, but some versions of discord.js still use them in `message.pin()`. */
const LEGACY_PINS = "/channels/{channel_id}/pins";
const MAX_PINS = 250;

export function pinRoutes(model: Pick<Model, "view" | "messages">): Route[] {
  const { view } = model;
  const pin = (request: RestRequest) => setPinned(model, request, true);
  const unpin = (request: RestRequest) => setPinned(model, request, false);
  return [
    route("GET", PINS, "read", (request) => {
      const pinned = pinnedIn(view, channelOf(view, request));
      const items = pinned.map((message) => ({ pinned_at: message.timestamp, message }));
      return ok({ items, has_more: false });
    }),
    route("GET", LEGACY_PINS, "read", (request) => ok(pinnedIn(view, channelOf(view, request)))),
    ...[PINS, LEGACY_PINS].flatMap((path): Route[] => [
      route("PUT", `${path}/{message_id}`, "edit", pin),
      route("DELETE", `${path}/{message_id}`, "edit", unpin),
    ]),
  ];
}

function pinnedIn(view: ModelView, channel: Channel): APIMessage[] {
  return publicHistory(view, channel, { limit: 1_000 }).filter((message) => message.pinned);
}

function setPinned(
  { view, messages }: Pick<Model, "view" | "messages">,
  request: RestRequest,
  pinned: boolean,
): RestResponse {
  const channel = channelOf(view, request);
  requirePermissions(view, channel, Bits.PinMessages);
  const message = messageOf(view, request, channel);
  if (pinned && !message.pinned && pinnedIn(view, channel).length >= MAX_PINS) throw apiError(30003);
  messages.replace(channel, { ...message, pinned });
  return noContent;
}
