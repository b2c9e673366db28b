import {
  type APIMessage,
  type APIUser,
  ChannelType,
  MessageFlags,
  MessageType,
  type ThreadAutoArchiveDuration,
} from "discord-api-types/v10";
import { apiMessageReference, apiThread, emptyMessage } from "./json.ts";
import { putMessage } from "./message-log.ts";
import { storeMessage } from "./messages.ts";
import { threadMembers } from "./queries.ts";
import type { MutableChannel, State } from "./state.ts";
import type { Channel, Overwrite, Thread, ThreadType } from "./types.ts";

type ChannelChanges = {
  name?: string | undefined;
  topic?: string | null | undefined;
  archived?: boolean | undefined;
  locked?: boolean | undefined;
  autoArchiveMinutes?: ThreadAutoArchiveDuration | undefined;
  position?: number | undefined;
  /** The id of the category. Null without one. */
  parentId?: string | null | undefined;
  overwrites?: readonly Overwrite[] | undefined;
};

type ThreadSettings = { name: string; autoArchiveMinutes: ThreadAutoArchiveDuration; type?: ThreadType };

export type ChannelOperations = ReturnType<typeof createChannelOperations>;

export function createChannelOperations(state: State) {
  const { events } = state;
  return {
    /** Starts a message's thread, which has the message's id. */
    startThread(channel: Channel, message: APIMessage, settings: ThreadSettings): Channel {
      const thread = threadOf(state, channel, message.id, settings);
      placeThread(state, thread);
      events.emit({ type: "channel", change: "created", channel: thread });
      storeMessage(state, thread.id, threadStarter(state, channel, thread, message));
      const flags = (message.flags ?? 0) | MessageFlags.HasThread;
      const updated = { ...message, flags, thread: apiThread(state, thread) };
      const log = state.logs.get(channel.id);
      if (log !== undefined) putMessage(log, updated);
      events.emit({ type: "message", change: "updated", channel, message: updated });
      return thread;
    },
    /** Starts a thread that belongs to no message: a standalone one, or a post in a forum. */
    startStandaloneThread(channel: Channel, settings: ThreadSettings): Channel {
      const thread = threadOf(state, channel, state.snowflakes.next(), settings);
      placeThread(state, thread);
      events.emit({ type: "channel", change: "created", channel: thread });
      return thread;
    },
    setThreadMember({ id }: Channel, userId: string, isMember: boolean) {
      const channel = state.channels.get(id);
      if (channel?.thread === undefined) return;
      const members = new Map(threadMembers(channel));
      if (isMember) members.set(userId, new Date(state.clock.now()).toISOString());
      else members.delete(userId);
      channel.thread = { ...channel.thread, members };
      events.emit({ type: "thread-member", change: isMember ? "joined" : "left", channel, userId });
    },
    create(guildId: string, channel: Channel) {
      state.guilds.get(guildId)?.channels.set(channel.id, channel);
      state.channels.set(channel.id, channel);
      events.emit({ type: "channel", change: "created", channel });
    },
    /** Undefined fields stay unchanged. */
    update({ id }: Channel, changes: ChannelChanges) {
      const channel = state.channels.get(id);
      if (channel === undefined) return;
      channel.name = changes.name ?? channel.name;
      if (changes.topic !== undefined) channel.topic = changes.topic;
      channel.position = changes.position ?? channel.position;
      if (changes.parentId === null) delete channel.parentId;
      else if (changes.parentId !== undefined) channel.parentId = changes.parentId;
      if (changes.overwrites !== undefined)
        channel.overwrites = new Map(changes.overwrites.map((one) => [one.id, one]));
      if (channel.thread !== undefined) channel.thread = updateThread(state, channel.thread, changes);
      events.emit({ type: "channel", change: "updated", channel });
    },
    /** Deletes a channel with its messages and threads. */
    delete: (channel: Channel) => deleteChannel(state, channel),
    setOverwrite({ id }: Channel, overwrite: Overwrite) {
      const channel = state.channels.get(id);
      if (channel === undefined) return;
      channel.overwrites = new Map([...channel.overwrites, [overwrite.id, overwrite]]);
      events.emit({ type: "channel", change: "updated", channel });
    },
    /** Returns the direct messages between the bot and a user, opening them if necessary. */
    openDirect: (recipient: APIUser): Channel => openDirectChannel(state, recipient),
    /**
     * Adds a private channel among users. Those who installed the bot can use it there, although it isn't a
     * participant.
     */
    addPrivate(recipients: readonly APIUser[]): Channel {
      const name = recipients.map(({ username }) => username).join(", ");
      const channel = channelOutsideGuilds(state.snowflakes.next(), ChannelType.GroupDM, name, recipients);
      state.channels.set(channel.id, channel);
      return channel;
    },
  };
}

/** Shared, because almost no channel in a load test has overwrites. */
const NO_OVERWRITES: Channel["overwrites"] = new Map();

/** A channel of a guild: a text channel without a topic, unless `more` says otherwise. */
export function guildChannel(guildId: string, id: string, name: string, more: Partial<Channel>): Channel {
  const type = ChannelType.GuildText;
  return { id, type, guildId, name, topic: null, position: 0, overwrites: NO_OVERWRITES, lastMessageId: null, ...more };
}

export function threadChannel(parent: Channel, id: string, name: string, thread: Thread): Channel {
  return {
    id,
    type: parent.type === ChannelType.GuildAnnouncement ? ChannelType.AnnouncementThread : ChannelType.PublicThread,
    ...(parent.guildId === undefined ? {} : { guildId: parent.guildId }),
    parentId: parent.id,
    name,
    topic: null,
    position: 0,
    overwrites: NO_OVERWRITES,
    lastMessageId: null,
    thread,
  };
}

function channelOutsideGuilds(
  id: string,
  type: ChannelType.DM | ChannelType.GroupDM,
  name: string,
  recipients: readonly APIUser[],
): Channel {
  return { id, type, name, topic: null, position: 0, overwrites: NO_OVERWRITES, lastMessageId: null, recipients };
}

function threadOf({ bot, clock }: State, channel: Channel, id: string, settings: ThreadSettings): Channel {
  const now = new Date(clock.now()).toISOString();
  const thread = threadChannel(channel, id, settings.name, {
    ownerId: bot.id,
    archived: false,
    locked: false,
    autoArchiveMinutes: settings.autoArchiveMinutes,
    archiveChangedAt: now,
    createdAt: now,
    messageCount: 0,
  });
  return settings.type === undefined ? thread : { ...thread, type: settings.type };
}

/** The first message of a thread points to the message that it belongs to. */
function threadStarter(state: State, channel: Channel, thread: Channel, source: APIMessage): APIMessage {
  return {
    ...emptyMessage(state, state.snowflakes.next(), thread.id),
    type: MessageType.ThreadStarterMessage,
    message_reference: apiMessageReference(channel, source),
    referenced_message: source,
  };
}

function updateThread({ clock }: State, thread: Thread, changes: ChannelChanges): Thread {
  const archived = changes.archived ?? thread.archived;
  return {
    ...thread,
    archived,
    locked: changes.locked ?? thread.locked,
    autoArchiveMinutes: changes.autoArchiveMinutes ?? thread.autoArchiveMinutes,
    ...(archived !== thread.archived && { archiveChangedAt: new Date(clock.now()).toISOString() }),
  };
}

export function placeThread(state: State, thread: MutableChannel): void {
  state.channels.set(thread.id, thread);
  if (thread.guildId !== undefined) state.guilds.get(thread.guildId)?.threads.set(thread.id, thread);
}

function deleteChannel(state: State, channel: Channel): void {
  const guild = channel.guildId === undefined ? undefined : state.guilds.get(channel.guildId);
  for (const thread of guild?.threads.values() ?? []) if (thread.parentId === channel.id) deleteChannel(state, thread);
  guild?.channels.delete(channel.id);
  guild?.threads.delete(channel.id);
  state.channels.delete(channel.id);
  for (const id of state.logs.get(channel.id)?.ids ?? []) state.messageChannels.delete(id);
  state.logs.delete(channel.id);
  state.events.emit({ type: "channel", change: "deleted", channel });
}

const DIRECT_OFFSET = 1_000_000_000n;

export function openDirectChannel(state: State, recipient: APIUser): Channel {
  const id = directChannelId(state, recipient);
  const existing = state.channels.get(id);
  if (existing !== undefined) return existing;
  const name = recipient.global_name ?? recipient.username;
  const channel = { ...channelOutsideGuilds(id, ChannelType.DM, name, [recipient]), botId: state.bot.id };
  state.channels.set(id, channel);
  state.events.emit({ type: "channel", change: "created", channel });
  return channel;
}

/** With the home bot, the id is derived from the user's, so it stays the same after a restart. */
function directChannelId({ bot, homeBotId, channels, snowflakes }: State, { id }: APIUser): string {
  if (bot.id === homeBotId) return (BigInt(id) + DIRECT_OFFSET).toString();
  const existing = [...channels.values()].find(
    ({ botId, recipients }) => botId === bot.id && recipients?.[0]?.id === id,
  );
  return existing?.id ?? snowflakes.next();
}
