import {
  type APIChannel,
  type APIDMChannel,
  type APIGroupDMChannel,
  type APIGuildMember,
  type APIInteractionDataResolvedChannel,
  type APIMessage,
  type APIRole,
  type APIThreadChannel,
  type APIUser,
  ChannelType,
  MessageReferenceType,
  MessageType,
  ThreadMemberFlags,
} from "discord-api-types/v10";
import { z } from "zod";
import { typed } from "../typed.ts";
import type { Channel, Guild, Member, ModelClock, ModelView, Role } from "./types.ts";

/** The model in Discord's JSON. */

/** No flag set. Typed as a number because the enums of discord-api-types have no member for 0. */
const NO_FLAGS: number = 0;

/** Discord writes microseconds and an offset. */
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

const guildChannelJson = typed<APIChannel>(z.looseObject({ id: z.string(), type: z.int() }));

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
    member_count: 1,
    thread_metadata: threadMetadata(channel),
    member: {
      id: channel.id,
      user_id: view.bot.id,
      join_timestamp: thread?.createdAt ?? "",
      flags: ThreadMemberFlags.HasInteracted,
    },
  };
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

export function apiRole(role: Role): APIRole {
  return {
    id: role.id,
    name: role.name,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: role.permissions.toString(),
    managed: role.botId !== undefined,
    mentionable: role.mentionable,
    flags: NO_FLAGS,
    ...(role.botId === undefined ? {} : { tags: { bot_id: role.botId } }),
  };
}

export function apiMember(member: Member): APIGuildMember {
  return {
    user: member.user,
    nick: null,
    avatar: null,
    banner: null,
    roles: [...member.roles],
    joined_at: member.joinedAt,
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    communication_disabled_until: member.timedOutUntil,
    flags: NO_FLAGS,
  };
}

/** `GET /guilds/{id}`. */
export function apiGuild(guild: Guild) {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    roles: Array.from(guild.roles.values(), apiRole),
    ...GUILD_DEFAULTS,
    preferred_locale: guild.locale,
    approximate_member_count: guild.members.size,
    approximate_presence_count: guild.members.size,
    application_id: null,
    max_members: 500_000,
    system_channel_id: null,
    region: "deprecated",
  };
}

/** GUILD_CREATE. discord.js waits 15 s for one without channels. */
export function apiGuildCreate(view: ModelView, guild: Guild) {
  const bot = guild.members.get(view.bot.id);
  return {
    ...apiGuild(guild),
    joined_at: guild.joinedAt,
    large: guild.members.size > 50,
    unavailable: false,
    member_count: guild.members.size,
    channels: Array.from(guild.channels.values(), apiGuildChannel),
    threads: Array.from(guild.threads.values())
      .filter((thread) => thread.thread?.archived === false)
      .map((thread) => apiThread(view, thread)),
    members: bot === undefined ? [] : [apiMember(bot)],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

const GUILD_DEFAULTS = {
  icon: null,
  description: null,
  home_header: null,
  splash: null,
  discovery_splash: null,
  features: [],
  banner: null,
  afk_channel_id: null,
  afk_timeout: 300,
  system_channel_flags: 0,
  widget_enabled: false,
  widget_channel_id: null,
  verification_level: 1,
  default_message_notifications: 1,
  mfa_level: 0,
  explicit_content_filter: 2,
  max_presences: null,
  max_stage_video_channel_users: 50,
  max_video_channel_users: 25,
  vanity_url_code: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  rules_channel_id: null,
  safety_alerts_channel_id: null,
  public_updates_channel_id: null,
  premium_progress_bar_enabled: false,
  nsfw: false,
  nsfw_level: 0,
  emojis: [],
  stickers: [],
  incidents_data: null,
};

const resolvedChannel = typed<APIInteractionDataResolvedChannel>(z.looseObject({ id: z.string(), type: z.int() }));

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
