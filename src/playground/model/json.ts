import {
  type APIChannel,
  type APIDMChannel,
  type APIGroupDMChannel,
  type APIInteractionDataResolvedChannel,
  type APIMessage,
  type APIThreadChannel,
  type APIUser,
  ChannelType,
  MessageReferenceType,
  MessageType,
  ThreadMemberFlags,
} from "discord-api-types/v10";
import { z } from "zod";
import { threadMembers } from "./queries.ts";
import type { Channel, ModelClock, ModelView } from "./types.ts";

/** The model in Discord's JSON. */

/** No flag set. Typed as a number because the enums of discord-api-types have no member for 0. */
export const NO_FLAGS: number = 0;

/** Discord's timestamps have microseconds and an offset. */
export function apiTimestamp(clock: Pick<ModelClock, "now">): string {
  return new Date(clock.now()).toISOString().replace("Z", "000+00:00");
}

export function apiUser({ id, name }: { id: string; name: string }, isBot = false): APIUser {
  return {
    id,
    username: isBot ? name : name.toLowerCase(),
    global_name: isBot ? null : name,
    discriminator: isBot ? "1001" : "0",
    avatar: null,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: NO_FLAGS,
    flags: NO_FLAGS,
    ...(isBot ? { bot: true } : {}),
  };
}

/** An empty message from the bot. */
export function emptyMessage(view: Pick<ModelView, "bot" | "clock">, id: string, channelId: string): APIMessage {
  return {
    id,
    channel_id: channelId,
    type: MessageType.Default,
    author: view.bot,
    content: "",
    embeds: [],
    components: [],
    attachments: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    flags: NO_FLAGS,
    timestamp: apiTimestamp(view.clock),
    edited_timestamp: null,
    pinned: false,
    tts: false,
  };
}

export function apiMessageReference(channel: Channel, message: APIMessage) {
  return {
    type: MessageReferenceType.Default,
    channel_id: channel.id,
    message_id: message.id,
    ...(channel.guildId === undefined ? {} : { guild_id: channel.guildId }),
  };
}

export function apiChannel(view: ModelView, channel: Channel): APIChannel {
  if (channel.thread !== undefined) return apiThread(view, channel);
  if (channel.type === ChannelType.DM) return apiDirectChannel(channel);
  return channel.type === ChannelType.GroupDM ? apiPrivateChannel(channel) : apiGuildChannel(channel);
}

function apiDirectChannel({ id, lastMessageId, recipients = [] }: Channel): APIDMChannel {
  return {
    id,
    type: ChannelType.DM,
    name: null,
    flags: NO_FLAGS,
    last_message_id: lastMessageId,
    recipients: [...recipients],
  };
}

function apiPrivateChannel({ id, name, lastMessageId, recipients = [] }: Channel): APIGroupDMChannel {
  return {
    id,
    type: ChannelType.GroupDM,
    name,
    flags: NO_FLAGS,
    last_message_id: lastMessageId,
    recipients: [...recipients],
    icon: null,
    owner_id: recipients[0]?.id ?? id,
  };
}

/** Only types what is built here: the unions of discord-api-types can't be inferred. */
const guildChannelJson = z.custom<APIChannel>();

export function apiGuildChannel(channel: Channel): APIChannel {
  const { id, type, guildId: guild_id = "", name, topic, position, parentId: parent_id = null } = channel;
  return guildChannelJson.parse({
    id,
    type,
    guild_id,
    name,
    position,
    flags: NO_FLAGS,
    parent_id,
    permission_overwrites: Array.from(channel.overwrites.values(), (overwrite) => ({
      ...overwrite,
      allow: overwrite.allow.toString(),
      deny: overwrite.deny.toString(),
    })),
    ...(type !== ChannelType.GuildCategory && {
      topic,
      nsfw: false,
      rate_limit_per_user: 0,
      last_message_id: channel.lastMessageId,
    }),
    ...(type === ChannelType.GuildVoice && { bitrate: 64_000, user_limit: 0, rtc_region: null, video_quality_mode: 1 }),
    ...(type === ChannelType.GuildForum && {
      available_tags: [],
      default_reaction_emoji: null,
      default_sort_order: null,
      default_forum_layout: 0,
    }),
  });
}

export function apiThread(view: ModelView, channel: Channel): APIThreadChannel {
  const { id, type, guildId: guild_id = "", parentId: parent_id = "", thread } = channel;
  const isPrivate = type === ChannelType.PrivateThread;
  const members = threadMembers(channel);
  const joinedAt = members.get(view.bot.id);
  return {
    id,
    type: isPrivate || type === ChannelType.AnnouncementThread ? type : ChannelType.PublicThread,
    guild_id,
    parent_id,
    name: channel.name,
    flags: NO_FLAGS,
    rate_limit_per_user: 0,
    last_message_id: channel.lastMessageId,
    owner_id: thread?.ownerId ?? view.bot.id,
    message_count: thread?.messageCount ?? 0,
    total_message_sent: thread?.messageCount ?? 0,
    member_count: members.size,
    thread_metadata: threadMetadata(channel),
    ...(joinedAt !== undefined && { member: apiThreadMember(channel, view.bot.id, joinedAt) }),
  };
}

export function apiThreadMember({ id }: Channel, userId: string, joinedAt: string) {
  return { id, user_id: userId, join_timestamp: joinedAt, flags: ThreadMemberFlags.HasInteracted };
}

function threadMetadata({ type, thread }: Channel) {
  return {
    archived: thread?.archived ?? false,
    locked: thread?.locked ?? false,
    auto_archive_duration: thread?.autoArchiveMinutes ?? 1440,
    archive_timestamp: thread?.archiveChangedAt ?? "",
    create_timestamp: thread?.createdAt ?? "",
    ...(type === ChannelType.PrivateThread && { invitable: true }),
  };
}

const resolvedChannel = z.custom<APIInteractionDataResolvedChannel>();

/** A channel in an interaction's `resolved`, with the permissions of the user and of the bot there. */
export function apiResolvedChannel(
  channel: Channel,
  permissions: bigint,
  appPermissions: bigint,
): APIInteractionDataResolvedChannel {
  const { id, type, guildId, name, topic, position, parentId, thread, lastMessageId } = channel;
  return resolvedChannel.parse({
    id,
    type,
    name,
    permissions: permissions.toString(),
    app_permissions: appPermissions.toString(),
    last_message_id: lastMessageId,
    flags: NO_FLAGS,
    rate_limit_per_user: 0,
    parent_id: parentId ?? null,
    ...(guildId !== undefined && { guild_id: guildId }),
    ...(thread === undefined ? { nsfw: false, topic, position } : { thread_metadata: threadMetadata(channel) }),
  });
}
