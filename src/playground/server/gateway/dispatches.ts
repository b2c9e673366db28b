import { GatewayDispatchEvents as Event, GatewayIntentBits as Intent } from "discord-api-types/v10";
import { apiEntitlement, apiGuild, apiGuildCreate, apiInvite, apiMember, apiRole } from "../../model/guild-json.ts";
import { apiChannel, apiThread, apiThreadMember } from "../../model/json.ts";
import { isBotIn, memberOf, threadMembers } from "../../model/queries.ts";
import type { Channel, ModelEvent, ModelView } from "../../model/types.ts";
import { redacted } from "../messages/compose.ts";

/** An event for the sessions that serve the guild and have one of the intents (0: any). `data` may already be JSON. */
export type Dispatch = { event: Event; guildId: string | undefined; intents: number; data: unknown };

type EventOf<Type extends ModelEvent["type"]> = Extract<ModelEvent, { type: Type }>;

/** What the bot receives about a change. It never sees ephemeral messages here. */
export function dispatchOf(view: ModelView, event: ModelEvent): Dispatch | undefined {
  if ("channel" in event) return isBotIn(view, event.channel) ? channelEvent(view, event) : undefined;
  if ("guild" in event) return guildEvent(view, event);
  if (event.type !== "entitlement" || event.entitlement.applicationId !== view.applicationId) return undefined;
  const events = {
    created: Event.EntitlementCreate,
    updated: Event.EntitlementUpdate,
    deleted: Event.EntitlementDelete,
  };
  const data = apiEntitlement(view, event.entitlement);
  return { event: events[event.change], guildId: undefined, intents: 0, data };
}

function channelEvent(view: ModelView, event: Extract<ModelEvent, { channel: Channel }>): Dispatch | undefined {
  switch (event.type) {
    case "message":
      return event.readerId === undefined ? messageDispatch(view, event) : undefined;
    case "message-deleted":
      return event.readerId === undefined && !event.isBulk ? messageDeletion(event) : undefined;
    case "messages-deleted": {
      const { channel, messageIds: ids } = event;
      const intents = messageIntent(channel);
      const data = { ids, ...placeOf(channel) };
      return { event: Event.MessageDeleteBulk, guildId: channel.guildId, intents, data };
    }
    case "reaction":
    case "reactions-cleared":
      return reactionDispatch(view, event);
    case "thread-member":
      return threadMemberDispatch(view, event);
    case "webhooks": {
      const { guildId } = event.channel;
      return { event: Event.WebhooksUpdate, guildId, intents: Intent.GuildWebhooks, data: placeOf(event.channel) };
    }
    case "invite": {
      const { channel, invite, change } = event;
      const base = { guildId: channel.guildId, intents: Intent.GuildInvites };
      if (change === "deleted")
        return { ...base, event: Event.InviteDelete, data: { code: invite.code, ...placeOf(channel) } };
      return { ...base, event: Event.InviteCreate, data: { ...apiInvite(view, invite), ...placeOf(channel) } };
    }
    default:
      return channelDispatch(view, event);
  }
}

/** The channel and guild as most events name them. */
function placeOf({ id, guildId }: Channel) {
  return { channel_id: id, ...(guildId === undefined ? {} : { guild_id: guildId }) };
}

function guildEvent(view: ModelView, event: Extract<ModelEvent, { guild: unknown }>): Dispatch | undefined {
  const { guild } = event;
  const base = { guildId: guild.id, intents: Intent.Guilds };
  if (event.type === "member" && event.member.user.id === view.bot.id && event.change !== "updated")
    return guildDispatch(view, { type: "guild", change: event.change === "joined" ? "created" : "deleted", guild });
  if (!guild.members.has(view.bot.id)) return undefined;
  switch (event.type) {
    case "guild":
      return guildDispatch(view, event);
    case "role": {
      const { role, change } = event;
      const deleted = { guild_id: guild.id, role_id: role.id };
      if (change === "deleted") return { ...base, event: Event.GuildRoleDelete, data: deleted };
      const name = change === "created" ? Event.GuildRoleCreate : Event.GuildRoleUpdate;
      return { ...base, event: name, data: { guild_id: guild.id, role: apiRole(role) } };
    }
    case "member":
      return memberDispatch(view, event);
    case "ban": {
      const name = event.change === "added" ? Event.GuildBanAdd : Event.GuildBanRemove;
      const data = { guild_id: guild.id, user: event.user };
      return { guildId: guild.id, intents: Intent.GuildModeration, event: name, data };
    }
  }
}

/** A bot hears about other members only with a privileged intent, but always about itself. */
function memberDispatch(view: ModelView, { change, guild, member }: EventOf<"member">): Dispatch {
  const intents = member.user.id === view.bot.id ? 0 : Intent.GuildMembers;
  const base = { guildId: guild.id, intents };
  const data = { guild_id: guild.id, ...apiMember(member) };
  if (change === "left")
    return { ...base, event: Event.GuildMemberRemove, data: { guild_id: guild.id, user: member.user } };
  return { ...base, event: change === "joined" ? Event.GuildMemberAdd : Event.GuildMemberUpdate, data };
}

function messageDispatch(view: ModelView, { change, channel, message }: EventOf<"message">): Dispatch {
  const member = memberOf(view, channel.guildId, message.author.id);
  return {
    event: change === "created" ? Event.MessageCreate : Event.MessageUpdate,
    guildId: channel.guildId,
    intents: messageIntent(channel),
    data: {
      ...redacted(view, channel, message),
      ...(channel.guildId === undefined ? {} : { guild_id: channel.guildId }),
      ...(member === undefined ? {} : { member: { ...apiMember(member), user: undefined } }),
    },
  };
}

function messageDeletion({ channel, messageId }: EventOf<"message-deleted">): Dispatch {
  const data = { id: messageId, ...placeOf(channel) };
  return { event: Event.MessageDelete, guildId: channel.guildId, intents: messageIntent(channel), data };
}

function messageIntent(channel: Channel): number {
  return channel.guildId === undefined ? Intent.DirectMessages : Intent.GuildMessages;
}

function reactionDispatch(view: ModelView, event: EventOf<"reaction"> | EventOf<"reactions-cleared">): Dispatch {
  const { channel, messageId } = event;
  const intents = channel.guildId === undefined ? Intent.DirectMessageReactions : Intent.GuildMessageReactions;
  const base = { guildId: channel.guildId, intents };
  const data = { message_id: messageId, ...placeOf(channel) };
  if (event.type === "reactions-cleared") {
    if (event.emoji === undefined) return { ...base, event: Event.MessageReactionRemoveAll, data };
    return { ...base, event: Event.MessageReactionRemoveEmoji, data: { ...data, emoji: event.emoji } };
  }
  const { userId, emoji, change } = event;
  const details = { ...data, user_id: userId, emoji, burst: false, type: 0 };
  if (change === "removed") return { ...base, event: Event.MessageReactionRemove, data: details };
  const member = memberOf(view, channel.guildId, userId);
  return {
    ...base,
    event: Event.MessageReactionAdd,
    data: { ...details, ...(member && { member: apiMember(member) }) },
  };
}

/** As with guilds, a bot hears about other members only with a privileged intent. */
function threadMemberDispatch(view: ModelView, { change, channel, userId }: EventOf<"thread-member">): Dispatch {
  const members = threadMembers(channel);
  const joinedAt = members.get(userId);
  const added = joinedAt === undefined ? [] : [apiThreadMember(channel, userId, joinedAt)];
  const { id, guildId } = channel;
  return {
    event: Event.ThreadMembersUpdate,
    guildId,
    intents: userId === view.bot.id ? Intent.Guilds : Intent.GuildMembers,
    data: {
      id,
      guild_id: guildId,
      member_count: members.size,
      ...(change === "joined" ? { added_members: added } : { removed_member_ids: [userId] }),
    },
  };
}

function channelDispatch(view: ModelView, { change, channel }: EventOf<"channel">): Dispatch {
  const base = {
    guildId: channel.guildId,
    intents: channel.guildId === undefined ? Intent.DirectMessages : Intent.Guilds,
  };
  if (channel.thread === undefined) {
    const events = { created: Event.ChannelCreate, updated: Event.ChannelUpdate, deleted: Event.ChannelDelete };
    return { ...base, event: events[change], data: apiChannel(view, channel) };
  }
  const { id, guildId, parentId, type } = channel;
  if (change === "deleted")
    return { ...base, event: Event.ThreadDelete, data: { id, guild_id: guildId, parent_id: parentId, type } };
  const thread = apiThread(view, channel);
  if (change === "created") return { ...base, event: Event.ThreadCreate, data: { ...thread, newly_created: true } };
  return { ...base, event: Event.ThreadUpdate, data: thread };
}

function guildDispatch(view: ModelView, { change, guild }: EventOf<"guild">): Dispatch {
  const base = { guildId: guild.id, intents: Intent.Guilds };
  if (change === "created") return { ...base, event: Event.GuildCreate, data: apiGuildCreate(view, guild) };
  if (change === "updated") return { ...base, event: Event.GuildUpdate, data: apiGuild(guild) };
  return { ...base, event: Event.GuildDelete, data: { id: guild.id } };
}
