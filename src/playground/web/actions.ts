import type { APIApplicationCommand, APIMessage } from "discord-api-types/v10";
import { dropMessage, openHistory, seekGoal } from "./history.ts";
import { modalValues, wrongEntries } from "./modal-state.ts";
import { guildChannelOf } from "./names.ts";
import { fail } from "./receive.ts";
import { newNonce, type Page, pickedKey } from "./state.ts";

/** What a person does, other than writing: each changes the state, tells the local Discord, and shows it. */

export function openChannel(page: Page, channelId: string): void {
  const { state } = page;
  state.channelId = channelId;
  state.isDrawerOpen = false;
  state.isAway = false;
  state.isFollowing = true;
  openHistory(page, channelId);
  page.changed();
}

/** Leaves direct messages for what only a guild can do. */
export function goToGuild(page: Page): void {
  const channel = guildChannelOf(page.state);
  if (channel && channel.id !== page.state.channelId) openChannel(page, channel.id);
}

export function goToNewest(page: Page): void {
  page.state.isFollowing = true;
  page.changed();
}

/** Opens the channel and shows the message, once it is there. */
export function goToMessage(page: Page, channelId: string, messageId: string | undefined): void {
  openChannel(page, channelId);
  page.state.goal = messageId;
  seekGoal(page, channelId);
  page.changed();
}

export function closeDrawer(page: Page): void {
  page.state.isDrawerOpen = false;
  page.changed();
}

export type Press = { message: APIMessage; customId: string; componentType: number; values?: string[] };

/** Presses a button or commits a select. */
export function press(page: Page, { message, customId, componentType, values }: Press): void {
  const { state } = page;
  const nonce = newNonce();
  const channelId = message.channel_id;
  const pending = { kind: "component" as const, channelId, messageId: message.id, customId };
  state.failures.delete(message.id);
  state.pending.set(nonce, pending);
  if (values) state.picked.set(pickedKey(message.id, customId), values);
  const base = { type: "component" as const, nonce, channelId, messageId: message.id, customId, componentType };
  if (!page.send(values ? { ...base, values } : base)) {
    state.pending.delete(nonce);
    fail(state, nonce, pending, undefined);
  }
  page.changed();
}

/** Uses a command of a message's menu. */
export function useOn(
  page: Page,
  { id, channel_id }: APIMessage,
  { id: commandId, name }: APIApplicationCommand,
): void {
  const { state } = page;
  const nonce = newNonce();
  const pending = { kind: "command" as const, channelId: channel_id, text: name };
  state.pending.set(nonce, pending);
  if (!page.send({ type: "message-command", nonce, channelId: channel_id, commandId, messageId: id })) {
    state.pending.delete(nonce);
    fail(state, nonce, pending, undefined);
  }
  page.changed();
}

export function isPressed(page: Page, messageId: string, customId: string): boolean {
  return [...page.state.pending.values()].some(
    (pending) => pending.kind === "component" && pending.messageId === messageId && pending.customId === customId,
  );
}

export function submitModal(page: Page): void {
  const { modal, pending } = page.state;
  if (!modal || modal.sentAs !== undefined) return;
  modal.wrong = wrongEntries(modal);
  delete modal.failure;
  if (modal.wrong.size === 0) {
    const nonce = newNonce();
    const { interactionId, channelId } = modal;
    const customId = modal.modal.custom_id;
    modal.sentAs = nonce;
    pending.set(nonce, { kind: "modal" });
    const sent = page.send({
      type: "modal-submit",
      nonce,
      channelId,
      interactionId,
      customId,
      inputs: modalValues(modal),
    });
    if (!sent) fail(page.state, nonce, { kind: "modal" }, undefined);
  }
  page.changed();
}

export function closeModal(page: Page): void {
  page.state.modal = undefined;
  page.changed();
}

export function dismiss(page: Page, messageId: string): void {
  for (const channelId of page.state.histories.keys()) dropMessage(page.state, channelId, messageId);
  page.send({ type: "dismiss", messageId });
  page.changed();
}

export function dismissFailedCommand(page: Page, id: string): void {
  page.state.failedCommands = page.state.failedCommands.filter((failed) => failed.id !== id);
  page.changed();
}

/** When the socket breaks, nothing that was asked will be answered any more. */
export function abandonPending(page: Page): void {
  const { state } = page;
  for (const [nonce, pending] of state.pending) fail(state, nonce, pending, undefined);
  state.pending.clear();
}
