import {
  type APIDMChannel,
  type APIGroupDMChannel,
  type APIGuildMember,
  type APIInteractionDataResolvedChannel,
  type APIPublicThreadChannel,
  type APIRole,
  type APITextChannel,
  type APIUser,
  ChannelType,
  ThreadMemberFlags,
} from "discord-api-types/v10";
import { NO_FLAGS } from "./no-flags.ts";
import type { Channel, Guild, Member, Role, World } from "./world.ts";

/** How the world looks in Discord's JSON. */

export type ApiChannel = APITextChannel | APIDMChannel | APIGroupDMChannel | APIPublicThreadChannel;

export function apiChannel(world: World, channel: Channel): ApiChannel {
  if (channel.recipient !== undefined) return apiDirectChannel(channel);
  if (channel.party !== undefined) return apiPrivateChannel(channel, channel.party);
  return channel.thread === undefined ? apiTextChannel(channel) : apiThread(world, channel);
}

function apiDirectChannel(channel: Channel): APIDMChannel {
  return {
    id: channel.id,
    type: ChannelType.DM,
    name: null,
    flags: NO_FLAGS,
    last_message_id: channel.lastMessageId,
    recipients: channel.recipient === undefined ? [] : [channel.recipient],
  };
}

function apiPrivateChannel({ id, name, lastMessageId }: Channel, party: readonly APIUser[]): APIGroupDMChannel {
  return {
    id,
    type: ChannelType.GroupDM,
    name,
    flags: NO_FLAGS,
    last_message_id: lastMessageId,
    recipients: [...party],
    icon: null,
    owner_id: party[0]?.id ?? id,
  };
}

export function apiTextChannel(channel: Channel): APITextChannel {
  return {
    id: channel.id,
    type: ChannelType.GuildText,
    guild_id: channel.guildId ?? "",
    name: channel.name,
    topic: channel.topic,
    position: channel.position,
    flags: NO_FLAGS,
    nsfw: false,
    parent_id: null,
    rate_limit_per_user: 0,
    last_message_id: channel.lastMessageId,
    permission_overwrites: Array.from(channel.overwrites.values(), ({ id, type, allow, deny }) => ({
      id,
      type,
      allow: allow.toString(),
      deny: deny.toString(),
    })),
  };
}

export function apiThread(world: World, channel: Channel): APIPublicThreadChannel {
  const thread = channel.thread;
  return {
    id: channel.id,
    type: ChannelType.PublicThread,
    guild_id: channel.guildId ?? "",
    parent_id: channel.parentId ?? "",
    name: channel.name,
    flags: NO_FLAGS,
    rate_limit_per_user: 0,
    last_message_id: channel.lastMessageId,
    owner_id: thread?.ownerId ?? world.bot.id,
    message_count: thread?.messages ?? 0,
    total_message_sent: thread?.messages ?? 0,
    member_count: 1,
    thread_metadata: {
      archived: thread?.archived ?? false,
      locked: thread?.locked ?? false,
      auto_archive_duration: thread?.archiveAfter ?? 1440,
      archive_timestamp: thread?.changedAt ?? "",
      create_timestamp: thread?.createdAt ?? "",
    },
    member: {
      id: channel.id,
      user_id: world.bot.id,
      join_timestamp: thread?.createdAt ?? "",
      flags: ThreadMemberFlags.HasInteracted,
    },
  };
}

export function apiRole(role: Role): APIRole {
  return {
    id: role.id,
    name: role.name,
    color: role.colour,
    colors: { primary_color: role.colour, secondary_color: null, tertiary_color: null },
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
    roles: member.roles,
    joined_at: member.joinedAt,
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    communication_disabled_until: member.silencedUntil,
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
    approximate_member_count: guild.members.size,
    approximate_presence_count: guild.members.size,
    application_id: null,
    max_members: 500_000,
    system_channel_id: null,
    region: "deprecated",
  };
}

/** The dispatch that makes a guild known; discord.js waits 15 s for one without channels. */
export function apiGuildCreate(world: World, guild: Guild) {
  const bot = guild.members.get(world.bot.id);
  return {
    ...apiGuild(guild),
    joined_at: guild.joinedAt,
    large: guild.members.size > 50,
    unavailable: false,
    member_count: guild.members.size,
    channels: Array.from(guild.channels.values(), apiTextChannel),
    threads: Array.from(guild.threads.values())
      .filter((thread) => thread.thread?.archived === false)
      .map((thread) => apiThread(world, thread)),
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
  preferred_locale: "en-US",
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

/** A channel as it stands in an interaction's `resolved`. */
export function apiResolvedChannel(channel: Channel, permissions: bigint): APIInteractionDataResolvedChannel {
  return { id: channel.id, type: ChannelType.GuildText, name: channel.name, permissions: permissions.toString() };
}
