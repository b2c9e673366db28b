import {
  type APIEntitlement,
  type APIGuildMember,
  type APIRole,
  EntitlementType,
  WebhookType,
} from "discord-api-types/v10";
import { apiGuildChannel, apiThread, NO_FLAGS } from "./json.ts";
import type { Entitlement, Guild, Invite, Member, ModelView, Role, Webhook } from "./types.ts";

/** Guilds and what belongs to them in Discord's JSON. */

export function apiRole(role: Role): APIRole {
  return {
    id: role.id,
    name: role.name,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: role.hoist ?? false,
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
    nick: member.nick ?? null,
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

/** `token` and `url` only for those who may post through it. */
export function apiWebhook(view: ModelView, webhook: Webhook, isWithToken = true) {
  const { id, type, guildId: guild_id, channelId: channel_id, name, token, creatorId, sourceChannelId } = webhook;
  const source = sourceChannelId === undefined ? undefined : view.channels.get(sourceChannelId);
  const sourceGuild = source?.guildId === undefined ? undefined : view.guilds.get(source.guildId);
  return {
    id,
    type,
    guild_id,
    channel_id,
    name,
    avatar: null,
    application_id: creatorId === view.bot.id && type === WebhookType.Incoming ? view.applicationId : null,
    user: view.users.get(creatorId),
    ...(isWithToken && type === WebhookType.Incoming && { token }),
    ...(source && { source_channel: { id: source.id, name: source.name } }),
    ...(sourceGuild && { source_guild: { id: sourceGuild.id, name: sourceGuild.name, icon: null } }),
  };
}

export function apiEntitlement(view: ModelView, entitlement: Entitlement): APIEntitlement {
  const { id, skuId, applicationId, userId, guildId, consumed } = entitlement;
  // For a guild, this is the buyer, here always the owner.
  const buyerId = userId ?? view.guilds.get(guildId ?? "")?.ownerId;
  return {
    id,
    sku_id: skuId,
    application_id: applicationId,
    type: EntitlementType.ApplicationSubscription,
    deleted: false,
    consumed,
    starts_at: null,
    ends_at: null,
    ...(buyerId !== undefined && { user_id: buyerId }),
    ...(guildId !== null && { guild_id: guildId }),
  };
}

export function apiInvite(view: ModelView, invite: Invite) {
  const { code, channelId, inviterId, createdAt, maxAge, maxUses, temporary } = invite;
  const channel = view.channels.get(channelId);
  const { id = "", name = "" } = view.guilds.get(channel?.guildId ?? "") ?? {};
  const { icon, splash, banner, description, features, verification_level, vanity_url_code } = GUILD_DEFAULTS;
  const { nsfw_level, nsfw, premium_subscription_count } = GUILD_DEFAULTS;
  const shown = { icon, splash, banner, description, features, verification_level, vanity_url_code };
  return {
    type: 0,
    code,
    channel: { id: channelId, type: channel?.type, name: channel?.name ?? null },
    guild: { id, name, ...shown, nsfw_level, nsfw, premium_subscription_count },
    guild_id: id,
    inviter: view.users.get(inviterId),
    created_at: new Date(createdAt).toISOString(),
    expires_at: maxAge === 0 ? null : new Date(createdAt + maxAge * 1_000).toISOString(),
    max_age: maxAge,
    max_uses: maxUses,
    temporary,
    uses: 0,
    flags: 0,
  };
}
