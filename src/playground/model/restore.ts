import type { APIApplicationCommand, APIMessage } from "discord-api-types/v10";
import { openDirectChannel, placeThread, threadChannel } from "./channels.ts";
import { storeMessage } from "./messages.ts";
import type { State } from "./state.ts";
import type { Channel, Thread, ThreadType } from "./types.ts";

export type PersistedThread = Omit<Thread, "messageCount" | "members"> &
  Pick<Channel, "id" | "name"> & { type: ThreadType; parentId: string; members: Readonly<Record<string, string>> };

/** What survives a restart of the playground. */
export type Persisted = {
  commands: ReadonlyMap<string, readonly APIApplicationCommand[]>;
  /** Users with open direct messages. */
  directUserIds: Iterable<string>;
  threads: Iterable<PersistedThread>;
  messages: Iterable<APIMessage>;
};

/** Restores what an earlier run persisted. Must run before anyone subscribes to events. */
export function restore(state: State, { commands, directUserIds, threads, messages }: Persisted): void {
  for (const [scope, list] of commands)
    state.commands.set(scope, new Map(list.map((command) => [command.id, command])));
  for (const userId of directUserIds) {
    const user = state.users.get(userId);
    if (user !== undefined) openDirectChannel(state, user);
  }
  for (const { id, type, parentId, name, members, ...thread } of threads) {
    const parent = state.channels.get(parentId);
    if (parent === undefined) continue;
    const restored = { ...thread, members: new Map(Object.entries(members)), messageCount: 0 };
    placeThread(state, { ...threadChannel(parent, id, name, restored), type });
  }
  for (const message of messages) restoreMessage(state, message);
}

function restoreMessage(state: State, message: APIMessage): void {
  const channel = state.channels.get(message.channel_id);
  if (channel === undefined) return;
  const { reactions: _, ...rest } = message;
  storeMessage(state, channel.id, rest);
  state.snowflakes.skipPast(message.id);
  if (channel.thread !== undefined)
    channel.thread = { ...channel.thread, messageCount: channel.thread.messageCount + 1 };
}
