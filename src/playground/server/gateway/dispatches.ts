import { type APIMessage, GatewayDispatchEvents as Event, GatewayIntentBits as Intent } from "discord-api-types/v10";
import { apiChannel, apiGuildCreate, apiMember, apiRole, apiThread } from "../../model/api.ts";
import { type Channel, isBotIn, memberOf, type World, type WorldEvent } from "../../model/world.ts";
import type { Announcement } from "./gateway.ts";

/** What a bot is told of a change; ephemeral messages are between Discord and one person. */
export function announcements(world: World, event: WorldEvent): Announcement[] {
  if ("channel" in event && !isBotIn(world, event.channel)) return [];
  switch (event.type) {
    case "message":
      return event.readerId === undefined ? [messageChange(world, event)] : [];
    case "message-gone":
      return event.readerId === undefined ? [messageGone(event)] : [];
    case "channel":
      return [channelChange(world, event)];
    case "guild":
      return event.guild.members.has(world.bot.id) ? [guildChange(world, event)] : [];
    case "role": {
      const data = { guild_id: event.guild.id, role: apiRole(event.role) };
      return [{ event: Event.GuildRoleUpdate, guildId: event.guild.id, intents: Intent.Guilds, data }];
    }
    default:
      return [];
  }
}

function messageChange(
  world: World,
  { change, channel, message }: Extract<WorldEvent, { type: "message" }>,
): Announcement {
  const member = memberOf(world, channel.guildId, message.author.id);
  return {
    event: change === "created" ? Event.MessageCreate : Event.MessageUpdate,
    guildId: channel.guildId,
    intents: messageIntent(channel),
    data: {
      ...redacted(world, channel, message),
      ...(channel.guildId === undefined ? {} : { guild_id: channel.guildId }),
      ...(member === undefined ? {} : { member: { ...apiMember(member), user: undefined } }),
    },
  };
}

function messageGone({ channel, messageId }: Extract<WorldEvent, { type: "message-gone" }>): Announcement {
  const { guildId } = channel;
  const data = { id: messageId, channel_id: channel.id, ...(guildId === undefined ? {} : { guild_id: guildId }) };
  return { event: Event.MessageDelete, guildId, intents: messageIntent(channel), data };
}

function messageIntent(channel: Channel): number {
  return channel.guildId === undefined ? Intent.DirectMessages : Intent.GuildMessages;
}

/** Without the privileged intent a bot reads only its own words, those that name it, and direct messages. */
export function redacted(world: World, channel: Channel, message: APIMessage): APIMessage {
  const isOpen =
    channel.guildId === undefined ||
    message.author.id === world.bot.id ||
    message.mentions.some(({ id }) => id === world.bot.id);
  return isOpen ? message : { ...message, content: "", embeds: [], attachments: [], components: [] };
}

function channelChange(world: World, { change, channel }: Extract<WorldEvent, { type: "channel" }>): Announcement {
  const base = {
    guildId: channel.guildId,
    intents: channel.guildId === undefined ? Intent.DirectMessages : Intent.Guilds,
  };
  if (channel.thread === undefined) {
    const events = { created: Event.ChannelCreate, updated: Event.ChannelUpdate, deleted: Event.ChannelDelete };
    return { ...base, event: events[change], data: apiChannel(world, channel) };
  }
  const { id, guildId, parentId, type } = channel;
  if (change === "deleted")
    return { ...base, event: Event.ThreadDelete, data: { id, guild_id: guildId, parent_id: parentId, type } };
  const thread = apiThread(world, channel);
  if (change === "created") return { ...base, event: Event.ThreadCreate, data: { ...thread, newly_created: true } };
  return { ...base, event: Event.ThreadUpdate, data: thread };
}

function guildChange(world: World, { change, guild }: Extract<WorldEvent, { type: "guild" }>): Announcement {
  const base = { guildId: guild.id, intents: Intent.Guilds };
  if (change === "created") return { ...base, event: Event.GuildCreate, data: apiGuildCreate(world, guild) };
  return { ...base, event: Event.GuildDelete, data: { id: guild.id } };
}
