import type { APIMessage } from "discord-api-types/v10";
import { createLog, putMessage, removeMessage } from "./message-log.ts";
import { publicMessage } from "./queries.ts";
import { compareIds } from "./snowflake.ts";
import type { State } from "./state.ts";
import type { Channel } from "./types.ts";

/** At least this many ephemeral messages are retained per user and channel; Discord's client loses them on reload. */
const MIN_EPHEMERAL = 500;

export type MessageOperations = ReturnType<typeof createMessageOperations>;

export function createMessageOperations(state: State) {
  const { events, ephemeralMessages } = state;
  return {
    /** Adds a public message, or an ephemeral one for its reader. */
    add(channel: Channel, message: APIMessage, readerId?: string) {
      if (readerId === undefined) addPublic(state, channel, message);
      else addEphemeral(state, channel, message, readerId);
      events.emit({ type: "message", change: "created", channel, message, ...(readerId && { readerId }) });
    },
    /** Replaces the message with the same id. */
    replace(channel: Channel, message: APIMessage) {
      const readerId = ephemeralMessages.byId.get(message.id)?.readerId;
      if (readerId === undefined) putMessage(logOf(state, channel), message);
      else ephemeralMessages.byId.set(message.id, { message, readerId });
      events.emit({ type: "message", change: "updated", channel, message, ...(readerId && { readerId }) });
    },
    delete(channel: Channel, messageId: string) {
      const readerId = ephemeralMessages.byId.get(messageId)?.readerId;
      const log = state.logs.get(channel.id);
      const isDeleted =
        readerId === undefined
          ? log !== undefined && removeMessage(log, messageId)
          : ephemeralMessages.byId.delete(messageId);
      if (!isDeleted) return false;
      state.messageChannels.delete(messageId);
      events.emit({ type: "message-deleted", channel, messageId, ...(readerId && { readerId }) });
      return true;
    },
    /** Deletes public messages in bulk. */
    deleteMany(channel: Channel, messageIds: readonly string[]) {
      const log = state.logs.get(channel.id);
      const deleted = messageIds.filter((id) => log !== undefined && removeMessage(log, id));
      for (const id of deleted) {
        state.messageChannels.delete(id);
        events.emit({ type: "message-deleted", channel, messageId: id, isBulk: true });
      }
      events.emit({ type: "messages-deleted", channel, messageIds: deleted });
    },
    /** Finds the message that this author sent to the channel with this nonce in the past few minutes. */
    findByNonce(channel: Channel, authorId: string, nonce: string | number) {
      const messageId = state.nonces.find(channel.id, authorId, nonce);
      return messageId === undefined ? undefined : publicMessage(state, channel, messageId);
    },
  };
}

function addPublic(state: State, { id }: Channel, message: APIMessage): void {
  storeMessage(state, id, message);
  const channel = state.channels.get(id);
  if (channel?.thread !== undefined)
    channel.thread = { ...channel.thread, messageCount: channel.thread.messageCount + 1, archived: false };
}

/** Stores a message without an event. */
export function storeMessage(state: State, channelId: string, message: APIMessage): void {
  const channel = state.channels.get(channelId);
  if (channel === undefined) return;
  for (const id of putMessage(logOf(state, channel), message)) state.messageChannels.delete(id);
  state.messageChannels.set(message.id, channel);
  if (channel.lastMessageId === null || compareIds(channel.lastMessageId, message.id) < 0)
    channel.lastMessageId = message.id;
  if (message.nonce !== undefined) state.nonces.remember(channelId, message.author.id, message.nonce, message.id);
}

function addEphemeral(state: State, channel: Channel, message: APIMessage, readerId: string): void {
  const { byId, byReader } = state.ephemeralMessages;
  byId.set(message.id, { message, readerId });
  const key = `${readerId}:${channel.id}`;
  const ids = byReader.get(key);
  if (ids === undefined) byReader.set(key, [message.id]);
  else if (ids.push(message.id) > MIN_EPHEMERAL * 2) for (const id of ids.splice(0, MIN_EPHEMERAL)) byId.delete(id);
}

function logOf({ logs }: State, { id }: Channel) {
  const existing = logs.get(id);
  if (existing !== undefined) return existing;
  const log = createLog();
  logs.set(id, log);
  return log;
}
