import { GatewayDispatchEvents as Event, GatewayIntentBits as Intent } from "discord-api-types/v10";
import { apiChannel, apiGuildCreate, apiMember, apiRole, apiThread } from "../../model/json.ts";
import { isBotIn, memberOf } from "../../model/queries.ts";
import type { Channel, ModelEvent, ModelView } from "../../model/types.ts";
import { redacted } from "../messages/compose.ts";

/** An event for the sessions that serve the guild and have one of the intents (0: any). `data` may already be JSON. */
export type Dispatch = { event: Event; guildId: string | undefined; intents: number; data: unknown };

/** What the bot receives about a change. It never sees ephemeral messages here. */
export function dispatchOf(view: ModelView, event: ModelEvent): Dispatch | undefined {
  if ("channel" in event && !isBotIn(view, event.channel)) return undefined;
  switch (event.type) {
    case "message":
      return event.readerId === undefined ? messageDispatch(view, event) : undefined;
    case "message-deleted":
      return event.readerId === undefined ? messageDeletion(event) : undefined;
    case "channel":
      return channelDispatch(view, event);
    case "guild":
      return event.guild.members.has(view.bot.id) ? guildDispatch(view, event) : undefined;
    case "role": {
      const data = { guild_id: event.guild.id, role: apiRole(event.role) };
      return { event: Event.GuildRoleUpdate, guildId: event.guild.id, intents: Intent.Guilds, data };
    }
    default:
      return undefined;
  }
}

function messageDispatch(
  view: ModelView,
  { change, channel, message }: Extract<ModelEvent, { type: "message" }>,
): Dispatch {
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

function messageDeletion({ channel, messageId }: Extract<ModelEvent, { type: "message-deleted" }>): Dispatch {
  const { guildId } = channel;
  const data = { id: messageId, channel_id: channel.id, ...(guildId === undefined ? {} : { guild_id: guildId }) };
  return { event: Event.MessageDelete, guildId, intents: messageIntent(channel), data };
}

function messageIntent(channel: Channel): number {
  return channel.guildId === undefined ? Intent.DirectMessages : Intent.GuildMessages;
}

function channelDispatch(view: ModelView, { change, channel }: Extract<ModelEvent, { type: "channel" }>): Dispatch {
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

function guildDispatch(view: ModelView, { change, guild }: Extract<ModelEvent, { type: "guild" }>): Dispatch {
  const base = { guildId: guild.id, intents: Intent.Guilds };
  if (change === "created") return { ...base, event: Event.GuildCreate, data: apiGuildCreate(view, guild) };
  return { ...base, event: Event.GuildDelete, data: { id: guild.id } };
}
