import { type APIMessage, MessageFlags } from "discord-api-types/v10";
import { listMessages, putMessage, type Range, removeMessage } from "./message-log.ts";
import { compareIds } from "./snowflake.ts";
import { type Channel, logOf, tell, type World } from "./world.ts";

/** What one person can still see of their ephemeral messages in one channel; Discord's client forgets them at a reload. */
const KEPT_WHISPERS = 500;

export function addMessage(world: World, channel: Channel, message: APIMessage): void {
  storeMessage(world, channel, message);
  if (channel.thread !== undefined) {
    channel.thread.messages += 1;
    channel.thread.archived = false;
  }
  tell(world, { type: "message", change: "created", channel, message });
}

/** Adds without telling: for what a former run has stored. */
export function storeMessage(world: World, channel: Channel, message: APIMessage): void {
  const fallen = putMessage(logOf(world, channel.id), message);
  for (const id of fallen) world.messageChannels.delete(id);
  world.messageChannels.set(message.id, channel);
  if (channel.lastMessageId === null || compareIds(channel.lastMessageId, message.id) < 0)
    channel.lastMessageId = message.id;
}

export function addWhisper(world: World, channel: Channel, message: APIMessage, readerId: string): void {
  const { byId, byReader } = world.whispers;
  byId.set(message.id, { message, readerId });
  const key = `${readerId}:${channel.id}`;
  const ids = byReader.get(key);
  if (ids === undefined) byReader.set(key, [message.id]);
  else if (ids.push(message.id) > KEPT_WHISPERS * 2) {
    for (const id of ids.splice(0, KEPT_WHISPERS)) byId.delete(id);
  }
  tell(world, { type: "message", change: "created", channel, message, readerId });
}

/** Puts a changed message in the place of the one with its id. */
export function replaceMessage(world: World, channel: Channel, message: APIMessage): void {
  const whisper = world.whispers.byId.get(message.id);
  if (whisper === undefined) {
    putMessage(logOf(world, channel.id), message);
    tell(world, { type: "message", change: "updated", channel, message });
    return;
  }
  whisper.message = message;
  tell(world, { type: "message", change: "updated", channel, message, readerId: whisper.readerId });
}

export function deleteMessage(world: World, channel: Channel, messageId: string): boolean {
  const whisper = world.whispers.byId.get(messageId);
  if (whisper !== undefined) {
    world.whispers.byId.delete(messageId);
    tell(world, { type: "message-gone", channel, messageId, readerId: whisper.readerId });
    return true;
  }
  const log = world.logs.get(channel.id);
  if (log === undefined || !removeMessage(log, messageId)) return false;
  world.messageChannels.delete(messageId);
  tell(world, { type: "message-gone", channel, messageId });
  return true;
}

/** A public message of this channel. */
export function publicMessage(world: World, channel: Channel, messageId: string): APIMessage | undefined {
  return world.logs.get(channel.id)?.byId.get(messageId);
}

/** A message as one person can see it: public ones and their own ephemeral ones. */
export function messageFor(world: World, messageId: string, userId: string): APIMessage | undefined {
  const whisper = world.whispers.byId.get(messageId);
  if (whisper !== undefined) return whisper.readerId === userId ? whisper.message : undefined;
  const channel = world.messageChannels.get(messageId);
  return channel === undefined ? undefined : publicMessage(world, channel, messageId);
}

/** A message, public or not: for the bot, which wrote it. */
export function anyMessage(world: World, messageId: string): APIMessage | undefined {
  const channel = world.messageChannels.get(messageId);
  if (channel !== undefined) return publicMessage(world, channel, messageId);
  return world.whispers.byId.get(messageId)?.message;
}

export function publicHistory(world: World, channel: Channel, range: Range): APIMessage[] {
  const log = world.logs.get(channel.id);
  return log === undefined ? [] : listMessages(log, range);
}

/** What a person sees in a channel, oldest first: everyone's messages with their own ephemeral ones between them. */
export function visibleHistory(world: World, channel: Channel, userId: string, range: Range): APIMessage[] {
  const open = publicHistory(world, channel, range).reverse();
  const whispers = ownWhispers(world, channel, userId, range);
  if (whispers.length === 0) return open;
  return [...open, ...whispers].sort((a, b) => compareIds(a.id, b.id)).slice(-range.limit);
}

function ownWhispers(world: World, channel: Channel, userId: string, { before, limit }: Range): APIMessage[] {
  const found: APIMessage[] = [];
  for (const id of world.whispers.byReader.get(`${userId}:${channel.id}`) ?? []) {
    if (before !== undefined && compareIds(id, before) >= 0) break;
    const whisper = world.whispers.byId.get(id);
    if (whisper !== undefined) found.push(whisper.message);
  }
  return found.slice(-limit);
}

export function isEphemeral(message: APIMessage): boolean {
  return ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}
