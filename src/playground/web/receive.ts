import type { APIMessage } from "discord-api-types/v10";
import type { ToPage } from "../server/page/protocol.ts";
import { setNow } from "./clock.ts";
import { hasFlag } from "./enums.ts";
import { showPostResult } from "./guide.ts";
import { clearMessageState, settle } from "./interactions.ts";
import { displayName, summaryOf } from "./lookup.ts";
import { openModal } from "./modal.ts";
import { addHistory, deleteMessage, loadTarget, openHistory, putMessage } from "./navigation.ts";
import { refreshPanel, refreshUpcoming } from "./panel.ts";
import { type App, type State, showToast } from "./state.ts";

/** The server keeps details for this many lines. */
const MAX_TRAFFIC_LINES = 500;

/** Applies a message from the server to the state. */
export function receive(app: App, message: ToPage): void {
  const { state } = app;
  switch (message.type) {
    case "hello":
      start(app, message);
      break;
    case "history":
      addHistory(state, message);
      loadTarget(app, message.channelId);
      break;
    case "message":
      receiveMessage(state, message.message);
      refreshUpcoming(app);
      break;
    case "message-deleted":
      deleteMessage(state, message.channelId, message.messageId);
      break;
    case "interaction":
      settle(state, message);
      break;
    case "choices":
      if (state.composer.autocomplete?.nonce === message.nonce) state.composer.autocomplete.choices = message.choices;
      break;
    case "modal":
      showModal(state, message);
      break;
    case "post-result":
      showPostResult(app, message);
      break;
    case "error":
      state.isPosting = false;
      showToast(app, { text: message.text, tone: "error" });
      break;
    default:
      receiveUpdate(state, message);
  }
}

type Update = Extract<
  ToPage,
  { type: "channels" | "commands" | "bot" | "demo" | "progress" | "faults" | "traffic" | "traffic-detail" | "time" }
>;

/** What changed in the guild, or in what the panel shows. */
function receiveUpdate(state: State, update: Update): void {
  const { hello, traffic } = state;
  switch (update.type) {
    case "channels":
      if (hello) state.hello = { ...hello, channels: update.channels };
      break;
    case "commands":
      if (hello) state.hello = { ...hello, commands: update.commands };
      break;
    case "bot":
      if (hello) state.hello = { ...hello, bot: { ...hello.bot, online: update.online } };
      break;
    case "demo":
      state.demo = update.demo;
      if (hello) state.hello = { ...hello, otherMembers: update.otherMembers };
      break;
    case "progress":
      state.progress = update.progress;
      break;
    case "faults":
      state.faults = update.faults;
      break;
    case "traffic":
      traffic.lines = [...traffic.lines, ...update.lines].slice(-MAX_TRAFFIC_LINES);
      break;
    case "traffic-detail":
      traffic.details.set(update.id, update.text);
      break;
    case "time":
      setTime(state, update);
      state.upcoming = update.upcoming;
  }
}

function setTime(state: State, { now, ahead }: { now: number; ahead: number }): void {
  setNow(now);
  state.ahead = ahead;
}

function start(app: App, hello: Extract<ToPage, { type: "hello" }>): void {
  const { state } = app;
  const { progress, demo, faults, channels } = hello;
  Object.assign(state, { hello, progress, demo, faults, userId: hello.you.id });
  setTime(state, hello);
  refreshPanel(app);
  if (!channels.some(({ id }) => id === state.channelId))
    state.channelId = channels.find(({ parentId }) => !parentId)?.id;
  state.histories.clear();
  if (state.channelId !== undefined) openHistory(app, state.channelId);
}

function receiveMessage(state: State, message: APIMessage): void {
  const isOpen = message.channel_id === state.channelId;
  if (isOpen) announce(state, message);
  else if (!message.edited_timestamp) state.unread.add(message.channel_id);
  const isNew = putMessage(state, message);
  if (isNew && isOpen && isForUser(state, message)) state.mustScrollToEnd = true;
  clearMessageState(state, message);
}

function isForUser({ userId }: State, message: APIMessage): boolean {
  return hasFlag(message, "ephemeral") || [message.author.id, message.interaction_metadata?.user.id].includes(userId);
}

/**
 * Announces new and private messages. Announcing edits of public ones, such as counters, would drown out everything
 * else.
 */
function announce(state: State, message: APIMessage): void {
  if (message.edited_timestamp && !hasFlag(message, "ephemeral")) return;
  state.announcement = `${displayName(message.author)}: ${summaryOf(state, message)}`;
}

function showModal(state: State, { nonce, interactionId, modal }: Extract<ToPage, { type: "modal" }>): void {
  const pending = state.pending.get(nonce);
  state.pending.delete(nonce);
  const channelId = pending && pending.kind !== "modal" ? pending.channelId : state.channelId;
  if (channelId !== undefined) state.modal = openModal(interactionId, channelId, modal);
}
