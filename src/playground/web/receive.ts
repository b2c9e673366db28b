import type { APIMessage } from "discord-api-types/v10";
import type { ToPage } from "../server/page/protocol.ts";
import { dropMessage, openHistory, putMessage, seekGoal, takeHistory } from "./history.ts";
import { MESSAGE_FLAG } from "./kinds.ts";
import { openModal } from "./modal-state.ts";
import { displayName, summaryOf } from "./names.ts";
import { now, setNow } from "./now.ts";
import { askSoon, watchTraffic } from "./panel.ts";
import { newNonce, type Page, type Pending, pickedKey, type State } from "./state.ts";

/** As many as the local Discord can still show whole. */
const MOST_LINES = 500;

/** Takes in what the local Discord says. */
export function receive(page: Page, message: ToPage): void {
  const { state } = page;
  switch (message.type) {
    case "hello":
      greet(page, message);
      break;
    case "history":
      takeHistory(state, message);
      seekGoal(page, message.channelId);
      break;
    case "message":
      takeMessage(state, message.message);
      askSoon(page);
      break;
    case "message-deleted":
      dropMessage(state, message.channelId, message.messageId);
      break;
    case "interaction":
      settle(state, message);
      break;
    case "choices":
      if (state.composer.asked?.nonce === message.nonce) state.composer.asked.choices = message.choices;
      break;
    case "modal":
      showModal(state, message);
      break;
    case "progress":
      state.progress = message.progress;
      break;
    case "faults":
      state.faults = message.faults;
      break;
    case "traffic":
      state.traffic.lines = [...state.traffic.lines, ...message.lines].slice(-MOST_LINES);
      break;
    case "traffic-detail":
      if (state.traffic.open.has(message.id)) state.traffic.open.set(message.id, message.text);
      break;
    case "demo":
      state.demo = message.demo;
      if (state.hello) state.hello = { ...state.hello, otherMembers: message.otherMembers };
      break;
    case "time":
      takeTime(state, message);
      state.upcoming = message.upcoming;
      break;
    case "error":
      state.toasts.push({ id: newNonce(), text: message.text, tone: "bad" });
      break;
    default:
      takeNews(state, message);
  }
}

/** What changed of the guild since the hello. */
function takeNews(state: State, message: Extract<ToPage, { type: "channels" | "commands" | "bot" }>): void {
  if (!state.hello) return;
  if (message.type === "channels") state.hello = { ...state.hello, channels: message.channels };
  else if (message.type === "commands") state.hello = { ...state.hello, commands: message.commands };
  else state.hello = { ...state.hello, bot: { ...state.hello.bot, online: message.online } };
}

function takeTime(state: State, { now: instant, ahead }: { now: number; ahead: number }): void {
  setNow(instant);
  state.ahead = ahead;
}

function greet(page: Page, hello: Extract<ToPage, { type: "hello" }>): void {
  const { state } = page;
  state.hello = hello;
  state.progress = hello.progress;
  state.demo = hello.demo;
  state.faults = hello.faults;
  if (state.panel === "traffic") watchTraffic(page);
  if (state.panel === "time") page.send({ type: "time" });
  takeTime(state, hello);
  state.personId = hello.you.id;
  const isStillThere = hello.channels.some(({ id }) => id === state.channelId);
  const channelId = isStillThere ? state.channelId : hello.channels.find(({ parentId }) => !parentId)?.id;
  state.channelId = channelId;
  state.histories.clear();
  if (channelId !== undefined) openHistory(page, channelId);
}

function takeMessage(state: State, message: APIMessage): void {
  const isHere = message.channel_id === state.channelId;
  if (isHere) announce(state, message);
  else if (!message.edited_timestamp) state.unread.add(message.channel_id);
  const isNew = putMessage(state, message);
  if (isNew && isHere && concerns(state, message)) state.isFollowing = true;
  forgetPresses(state, message);
}

function concerns(state: State, { flags, author, interaction_metadata }: APIMessage): boolean {
  const isPrivate = ((flags ?? 0) & MESSAGE_FLAG.ephemeral) !== 0;
  return isPrivate || author.id === state.personId || interaction_metadata?.user.id === state.personId;
}

/** Counts that tick up in a public message would talk over everything; what concerns one person may. */
function announce(state: State, message: APIMessage): void {
  const isPrivate = ((message.flags ?? 0) & MESSAGE_FLAG.ephemeral) !== 0;
  if (message.edited_timestamp && !isPrivate) return;
  state.announcement = `${displayName(message.author)}: ${summaryOf(state, message)}`;
}

/** A changed message shows what the bot made of the click, so the page's own view of it ends. */
function forgetPresses(state: State, message: APIMessage): void {
  state.failures.delete(message.id);
  for (const key of state.picked.keys()) if (key.startsWith(`${message.id} `)) state.picked.delete(key);
  if (((message.flags ?? 0) & MESSAGE_FLAG.loading) !== 0) return;
  for (const [nonce, pending] of state.pending)
    if (pending.kind === "component" && pending.messageId === message.id) state.pending.delete(nonce);
}

function settle(state: State, { nonce, state: outcome, text }: Extract<ToPage, { type: "interaction" }>): void {
  const pending = state.pending.get(nonce);
  if (outcome === "failed" && state.composer.asked?.nonce === nonce) state.composer.asked.failed = true;
  if (!pending) return;
  state.pending.delete(nonce);
  if (outcome === "failed") fail(state, nonce, pending, text);
  else if (pending.kind === "modal" && state.modal?.sentAs === nonce) state.modal = undefined;
}

const NO_RESPONSE = "The application did not respond";
const COMPONENT_FAILED = "This interaction failed";
const MODAL_FAILED = "Something went wrong. Try again.";

/**
 * Says that something failed, exactly where Discord says it. Its client has its own words for silence at each place; a
 * refusal comes with its reason.
 */
export function fail(state: State, nonce: string, pending: Pending, text = NO_RESPONSE): void {
  const words = (atSilence: string) => (text === NO_RESPONSE ? atSilence : text);
  switch (pending.kind) {
    case "command": {
      const { channelId } = pending;
      state.failedCommands.push({ id: nonce, channelId, text: pending.text, why: text, at: now() });
      state.announcement = text;
      state.isFollowing = true;
      return;
    }
    case "component":
      state.failures.set(pending.messageId, words(COMPONENT_FAILED));
      state.picked.delete(pickedKey(pending.messageId, pending.customId));
      state.announcement = words(COMPONENT_FAILED);
      return;
    case "modal":
      if (state.modal?.sentAs !== nonce) return;
      state.modal.failure = words(MODAL_FAILED);
      delete state.modal.sentAs;
  }
}

function showModal(state: State, { nonce, interactionId, modal }: Extract<ToPage, { type: "modal" }>): void {
  const pending = state.pending.get(nonce);
  state.pending.delete(nonce);
  const channelId = pending && pending.kind !== "modal" ? pending.channelId : state.channelId;
  if (channelId !== undefined) state.modal = openModal(interactionId, channelId, modal);
}
