import type { APIMessage } from "discord-api-types/v10";
import type { ToPage } from "../server/page/protocol.ts";
import type { Page, State } from "./state.ts";

/** As much of each channel's messages as this window has asked for, oldest first. */

/** Asks for a channel's newest messages, unless they are already here. */
export function openHistory(page: Page, channelId: string): void {
  page.state.unread.delete(channelId);
  if (page.state.histories.has(channelId)) return;
  page.state.histories.set(channelId, { messages: [], more: false, isLoading: true });
  page.send({ type: "open-channel", channelId });
}

export function loadOlder(page: Page, channelId: string): void {
  const history = page.state.histories.get(channelId);
  const oldest = history?.messages[0];
  if (!history || !oldest || history.isLoading || !history.more) return;
  history.isLoading = page.send({ type: "load-older", channelId, before: oldest.id });
  page.changed();
}

export function takeHistory(
  state: State,
  { channelId, messages, hasMore }: Extract<ToPage, { type: "history" }>,
): void {
  const known = state.histories.get(channelId)?.messages ?? [];
  const byId = new Map([...messages, ...known].map((message) => [message.id, message]));
  const sorted = [...byId.values()].sort((one, other) => compareIds(one.id, other.id));
  state.histories.set(channelId, { messages: sorted, more: hasMore, isLoading: false });
}

/** Puts a message into its place; answers whether it is a new one. */
export function putMessage(state: State, message: APIMessage): boolean {
  const history = state.histories.get(message.channel_id);
  if (!history) return false;
  const { messages } = history;
  const at = messages.findIndex(({ id }) => id === message.id);
  const isNew = at < 0;
  history.messages = isNew
    ? [...messages, message].sort((one, other) => compareIds(one.id, other.id))
    : messages.with(at, message);
  return isNew;
}

export function dropMessage(state: State, channelId: string, messageId: string): void {
  const history = state.histories.get(channelId);
  if (history) history.messages = history.messages.filter(({ id }) => id !== messageId);
}

/** The message to be brought into view may be older than those that are here. */
export function seekGoal(page: Page, channelId: string): void {
  const { goal, histories } = page.state;
  const oldest = histories.get(channelId)?.messages[0];
  if (goal !== undefined && oldest && channelId === page.state.channelId && compareIds(goal, oldest.id) < 0)
    loadOlder(page, channelId);
}

function compareIds(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : Number(one > other));
}
