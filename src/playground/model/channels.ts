import { type APIUser, ChannelType, type ThreadAutoArchiveDuration } from "discord-api-types/v10";
import { type Channel, tell, type World } from "./world.ts";

const NO_OVERWRITES: Channel["overwrites"] = new Map();

export type ThreadPlan = { id: string; name: string; archiveAfter: ThreadAutoArchiveDuration; ownerId: string };

export function addThread(world: World, parent: Channel, { id, name, archiveAfter, ownerId }: ThreadPlan): Channel {
  const now = new Date(world.time.now()).toISOString();
  const thread: Channel = {
    id,
    type: ChannelType.PublicThread,
    ...(parent.guildId === undefined ? {} : { guildId: parent.guildId }),
    parentId: parent.id,
    name,
    topic: null,
    position: 0,
    overwrites: NO_OVERWRITES,
    lastMessageId: null,
    thread: { ownerId, archived: false, locked: false, archiveAfter, changedAt: now, createdAt: now, messages: 0 },
  };
  placeThread(world, thread);
  tell(world, { type: "channel", change: "created", channel: thread });
  return thread;
}

/** Without telling: for what a former run has stored. */
export function placeThread(world: World, thread: Channel): void {
  world.channels.set(thread.id, thread);
  if (thread.guildId !== undefined) world.guilds.get(thread.guildId)?.threads.set(thread.id, thread);
}

/** A channel goes with its messages and its threads. */
export function deleteChannel(world: World, channel: Channel): void {
  const guild = channel.guildId === undefined ? undefined : world.guilds.get(channel.guildId);
  for (const thread of guild?.threads.values() ?? []) if (thread.parentId === channel.id) deleteChannel(world, thread);
  guild?.channels.delete(channel.id);
  guild?.threads.delete(channel.id);
  world.channels.delete(channel.id);
  for (const id of world.logs.get(channel.id)?.ids ?? []) world.messageChannels.delete(id);
  world.logs.delete(channel.id);
  tell(world, { type: "channel", change: "deleted", channel });
}

/** The one DM between the bot and a person; its id is made from the person's, so that it is the same after a restart. */
export function openDirectChannel(world: World, recipient: APIUser): Channel {
  const id = (BigInt(recipient.id) + DIRECT_OFFSET).toString();
  const known = world.channels.get(id);
  if (known !== undefined) return known;
  const channel: Channel = {
    id,
    type: ChannelType.DM,
    name: recipient.global_name ?? recipient.username,
    topic: null,
    position: 0,
    overwrites: NO_OVERWRITES,
    lastMessageId: null,
    recipient,
  };
  world.channels.set(id, channel);
  tell(world, { type: "channel", change: "created", channel });
  return channel;
}

/** A private channel among people, in which the bot is used by those who installed it, and is not. */
export function addPrivateChannel(world: World, party: readonly APIUser[]): Channel {
  const channel: Channel = {
    id: world.snowflakes.next(),
    type: ChannelType.GroupDM,
    name: party.map(({ username }) => username).join(", "),
    topic: null,
    position: 0,
    overwrites: NO_OVERWRITES,
    lastMessageId: null,
    party,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

const DIRECT_OFFSET = 1_000_000_000n;
