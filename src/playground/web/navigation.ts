import type { APIMessage } from "discord-api-types/v10";
import type { ToPage } from "../server/page/protocol.ts";
import { guildChannelOf } from "./lookup.ts";
import type { App, State } from "./state.ts";

export function openChannel(app: App, channelId: string): void {
  const { state } = app;
  state.channelId = channelId;
  state.isScrolledUp = false;
  state.mustScrollToEnd = true;
  openHistory(app, channelId);
  app.update();
}

/** Leaves direct messages for something only a guild has. */
export function openGuildChannel(app: App): void {
  const channel = guildChannelOf(app.state);
  if (channel && channel.id !== app.state.channelId) openChannel(app, channel.id);
}

export function scrollToEnd(app: App): void {
  app.state.mustScrollToEnd = true;
  app.update();
}

/** Opens the channel and scrolls to the message once it is loaded. */
export function openMessage(app: App, channelId: string, messageId: string | undefined): void {
  app.state.targetMessageId = messageId;
  openChannel(app, channelId);
  loadTarget(app, channelId);
}

/** Loads a channel's newest messages unless they are here already. */
export function openHistory({ state, send }: App, channelId: string): void {
  state.unread.delete(channelId);
  if (state.histories.has(channelId)) return;
  state.histories.set(channelId, { messages: [], hasMore: false, isLoading: true });
  send({ type: "open-channel", channelId });
}

export function loadOlder(app: App, channelId: string): void {
  const history = app.state.histories.get(channelId);
  const oldest = history?.messages[0];
  if (!history || !oldest || history.isLoading || !history.hasMore) return;
  history.isLoading = app.send({ type: "load-older", channelId, before: oldest.id });
  app.update();
}

export function addHistory(state: State, { channelId, messages, hasMore }: Extract<ToPage, { type: "history" }>): void {
  const known = state.histories.get(channelId)?.messages ?? [];
  const byId = new Map([...messages, ...known].map((message) => [message.id, message]));
  state.histories.set(channelId, { messages: sorted([...byId.values()]), hasMore, isLoading: false });
}

/** Adds or replaces a message. Returns whether it is new. */
export function putMessage(state: State, message: APIMessage): boolean {
  const history = state.histories.get(message.channel_id);
  if (!history) return false;
  const { messages } = history;
  const index = messages.findIndex(({ id }) => id === message.id);
  history.messages = index < 0 ? sorted([...messages, message]) : messages.with(index, message);
  return index < 0;
}

export function deleteMessage(state: State, channelId: string, messageId: string): void {
  const history = state.histories.get(channelId);
  if (history) history.messages = history.messages.filter(({ id }) => id !== messageId);
}

/** Loads older messages if the one to scroll to is older than those loaded. */
export function loadTarget(app: App, channelId: string): void {
  const { targetMessageId, histories } = app.state;
  const oldest = histories.get(channelId)?.messages[0];
  if (targetMessageId !== undefined && oldest && channelId === app.state.channelId)
    if (compareIds(targetMessageId, oldest.id) < 0) loadOlder(app, channelId);
}

function sorted(messages: APIMessage[]): APIMessage[] {
  return messages.sort((one, other) => compareIds(one.id, other.id));
}

function compareIds(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : Number(one > other));
}
