import { PermissionFlagsBits as Bits, ChannelType, OverwriteType } from "discord-api-types/v10";
import { z } from "zod";
import { guildChannel } from "../../model/channels.ts";
import { apiChannel, apiGuildChannel } from "../../model/json.ts";
import type { Model } from "../../model/model.ts";
import type { Guild, Overwrite } from "../../model/types.ts";
import { apiError, formError } from "../validation/api-error.ts";
import { bits, parseForm, snowflake, text } from "../validation/form.ts";
import { channelOf, guildOf, guildWith, requireHeld, requirePermissions } from "./access.ts";
import { created, noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const CHANNELS = "/guilds/{guild_id}/channels";
const OVERWRITE = "/channels/{channel_id}/permissions/{overwrite_id}";
const MAX_CHANNELS = 500;

type ChannelModel = Pick<Model, "view" | "channels" | "newId">;

/** Creates, arranges and restricts the channels of a guild. */
export function guildChannelRoutes(model: ChannelModel): Route[] {
  const { view, channels } = model;
  return [
    route("GET", CHANNELS, "general", (request) =>
      ok(Array.from(guildOf(view, request).channels.values(), apiGuildChannel)),
    ),
    route("POST", CHANNELS, "general", (request) => createChannel(model, request)),
    route("PATCH", CHANNELS, "general", (request) => moveChannels(model, request)),
    route("PUT", OVERWRITE, "general", (request) => setOverwrite(model, request)),
    route("DELETE", OVERWRITE, "general", (request) => {
      const channel = channelOf(view, request);
      requirePermissions(view, channel, Bits.ManageRoles);
      if (!channel.overwrites.has(request.parameter("overwrite_id"))) throw apiError(10009);
      const others = [...channel.overwrites.values()].filter(({ id }) => id !== request.parameter("overwrite_id"));
      channels.update(channel, { overwrites: others });
      return noContent;
    }),
  ];
}

const overwriteFields = {
  type: z.literal([OverwriteType.Role, OverwriteType.Member]),
  allow: bits.default(0n),
  deny: bits.default(0n),
};

export const permissionOverwrites = z.array(z.object({ id: snowflake, ...overwriteFields }));

const newChannel = z.object({
  name: text(1, 100),
  type: z
    .literal([
      ChannelType.GuildText,
      ChannelType.GuildVoice,
      ChannelType.GuildCategory,
      ChannelType.GuildAnnouncement,
      ChannelType.GuildForum,
    ])
    .nullish(),
  topic: text(0, 1024).nullish(),
  position: z.int().min(0).nullish(),
  parent_id: snowflake.nullish(),
  permission_overwrites: permissionOverwrites.nullish(),
});

function createChannel({ view, channels, newId }: ChannelModel, request: RestRequest): RestResponse {
  const guild = guildWith(view, request, Bits.ManageChannels);
  const body = parseForm(newChannel, request.body);
  if (guild.channels.size >= MAX_CHANNELS) throw apiError(30013);
  if (body.parent_id != null) requireCategory(guild, body.parent_id, ["parent_id"]);
  const overwrites: Overwrite[] = body.permission_overwrites ?? [];
  for (const { allow, deny } of overwrites) requireHeld(view, guild, allow | deny);
  const type = body.type ?? ChannelType.GuildText;
  const isText = type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;
  const channel = guildChannel(guild.id, newId(), isText ? textChannelName(body.name) : body.name, {
    type,
    topic: body.topic ?? null,
    position: body.position ?? guild.channels.size,
    ...(body.parent_id != null && { parentId: body.parent_id }),
    ...(overwrites.length > 0 && { overwrites: new Map(overwrites.map((overwrite) => [overwrite.id, overwrite])) }),
  });
  channels.create(guild.id, channel);
  return created(apiChannel(view, channel));
}

/** Formats the name of a text channel like Discord. */
function textChannelName(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, "-");
}

export function requireCategory(guild: Guild, id: string, path: readonly PropertyKey[]): void {
  if (guild.channels.get(id)?.type === ChannelType.GuildCategory) return;
  throw formError([{ path, code: "CHANNEL_PARENT_INVALID", message: "Category does not exist" }]);
}

const moves = z.array(z.object({ id: snowflake, position: z.int().min(0).nullish(), parent_id: snowflake.nullish() }));

function moveChannels({ view, channels }: ChannelModel, request: RestRequest): RestResponse {
  const guild = guildWith(view, request, Bits.ManageChannels);
  for (const [index, { id, position, parent_id }] of parseForm(moves, request.body).entries()) {
    const channel = guild.channels.get(id);
    if (channel === undefined) throw apiError(10003);
    if (parent_id != null) requireCategory(guild, parent_id, [index, "parent_id"]);
    channels.update(channel, { position: position ?? undefined, parentId: parent_id });
  }
  return noContent;
}

function setOverwrite({ view, channels }: ChannelModel, request: RestRequest): RestResponse {
  const channel = channelOf(view, request);
  requirePermissions(view, channel, Bits.ManageRoles);
  const guild = view.guilds.get(channel.guildId ?? "");
  if (guild === undefined || channel.thread !== undefined) throw apiError(50024);
  const body = parseForm(z.object(overwriteFields), request.body);
  const id = request.parameter("overwrite_id");
  if (!(body.type === OverwriteType.Role ? guild.roles : guild.members).has(id)) throw apiError(10009);
  requireHeld(view, guild, body.allow | body.deny);
  channels.setOverwrite(channel, { id, ...body });
  return noContent;
}
