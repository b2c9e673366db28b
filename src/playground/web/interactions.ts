import type { APIApplicationCommand, APIMessage } from "discord-api-types/v10";
import type { FromPage, ToPage } from "../server/page/protocol.ts";
import { now } from "./clock.ts";
import { hasFlag } from "./enums.ts";
import { type App, newNonce, type Pending, type State, selectKey } from "./state.ts";

/** Commands, buttons, select menus and modals, from sending them to their outcome. */

type InteractionFrame = Extract<FromPage, { nonce: string }>;

/** Sends an interaction and tracks it until its outcome arrives. Fails immediately without a connection. */
export function startInteraction({ state, send }: App, pending: Pending, frame: InteractionFrame): void {
  state.pending.set(frame.nonce, pending);
  if (!send(frame)) fail(state, frame.nonce);
}

export type Press = { message: APIMessage; customId: string; values?: string[] };

/** Clicks a button or submits a select menu. */
export function press(app: App, { message, customId, values }: Press): void {
  const { state } = app;
  const target = { channelId: message.channel_id, messageId: message.id, customId };
  state.componentErrors.delete(message.id);
  if (values) state.selected.set(selectKey(message.id, customId), values);
  const frame = { type: "component" as const, nonce: newNonce(), ...target };
  startInteraction(app, { kind: "component", ...target }, values ? { ...frame, values } : frame);
  app.update();
}

/** Runs a command from the Apps menu of a message. */
export function runMessageCommand(app: App, message: APIMessage, { id, name }: APIApplicationCommand): void {
  const channelId = message.channel_id;
  const frame = {
    type: "message-command" as const,
    nonce: newNonce(),
    channelId,
    commandId: id,
    messageId: message.id,
  };
  startInteraction(app, { kind: "command", channelId, text: name }, frame);
  app.update();
}

export function isPending({ state }: App, messageId: string, customId: string): boolean {
  return [...state.pending.values()].some(
    (pending) => pending.kind === "component" && pending.messageId === messageId && pending.customId === customId,
  );
}

/** Applies the outcome of an interaction. */
export function settle(state: State, { nonce, state: outcome, text }: Extract<ToPage, { type: "interaction" }>): void {
  if (outcome === "failed") {
    if (state.composer.autocomplete?.nonce === nonce) state.composer.autocomplete.hasFailed = true;
    fail(state, nonce, text);
    return;
  }
  state.pending.delete(nonce);
  if (state.modal?.submittedAs === nonce) state.modal = undefined;
}

/** After the connection broke, no outcome will arrive. */
export function failAllPending(state: State): void {
  for (const nonce of [...state.pending.keys()]) fail(state, nonce);
}

/** A changed message is the bot's answer to a click, so whatever the page showed about the click is removed. */
export function clearMessageState(state: State, message: APIMessage): void {
  state.componentErrors.delete(message.id);
  for (const key of state.selected.keys()) if (key.startsWith(`${message.id} `)) state.selected.delete(key);
  if (hasFlag(message, "loading")) return;
  for (const [nonce, pending] of state.pending)
    if (pending.kind === "component" && pending.messageId === message.id) state.pending.delete(nonce);
}

// Discord's own words for a bot that doesn't respond, which differ by place.
const COMMAND_FAILED = "The application did not respond";
const COMPONENT_FAILED = "This interaction failed";
const MODAL_FAILED = "Something went wrong. Try again.";

/** Shows a failure where Discord shows it. `reason` is Discord's refusal, if there is one. */
function fail(state: State, nonce: string, reason?: string): void {
  const pending = state.pending.get(nonce);
  state.pending.delete(nonce);
  // If the bot doesn't respond, the server always sends the text for commands.
  const text = reason === COMMAND_FAILED ? undefined : reason;
  switch (pending?.kind) {
    case "command": {
      const { channelId, text: command } = pending;
      const error = text ?? COMMAND_FAILED;
      state.failedCommands.push({ id: nonce, channelId, text: command, error, at: now() });
      state.announcement = error;
      state.mustScrollToEnd = true;
      return;
    }
    case "component": {
      const error = text ?? COMPONENT_FAILED;
      state.componentErrors.set(pending.messageId, error);
      state.selected.delete(selectKey(pending.messageId, pending.customId));
      state.announcement = error;
      return;
    }
    case "modal":
      if (state.modal?.submittedAs !== nonce) return;
      state.modal.failure = text ?? MODAL_FAILED;
      delete state.modal.submittedAs;
  }
}
