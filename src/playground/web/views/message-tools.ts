import type { APIMessage } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { useOn } from "../actions.ts";
import { openChooser } from "../chooser.ts";
import { messageCommandsHere } from "../commands/here.ts";
import { MESSAGE_FLAG } from "../kinds.ts";
import type { Page } from "../state.ts";

/** What Discord offers on a message under the pointer, or reached with the keyboard: the apps' own commands. */
export function messageTools(page: Page, message: APIMessage): TemplateResult | typeof nothing {
  const isForeign = ((message.flags ?? 0) & (MESSAGE_FLAG.ephemeral | MESSAGE_FLAG.loading)) !== 0;
  if (isForeign || messageCommandsHere(page.state).length === 0) return nothing;
  const key = `${message.id} apps`;
  const isOpen = page.state.chooser?.key === key;
  return html`<div class="message-tools"><button class="icon-button apps" aria-label="Apps" aria-haspopup="listbox"
    aria-expanded=${isOpen} title="Apps" @click=${(event: Event) => open(page, message, key, event.currentTarget)}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z" /></svg></button></div>`;
}

/** The secondary mouse button, or the menu key, opens the same list; where there is none, the browser's own comes. */
export function openMenu(event: MouseEvent): void {
  const { target, currentTarget } = event;
  const isLink = target instanceof Element && target.closest("a, img") !== null;
  const button = currentTarget instanceof Element ? currentTarget.querySelector<HTMLElement>(".apps") : null;
  if (!button || isLink || getSelection()?.isCollapsed === false) return;
  event.preventDefault();
  button.click();
}

function open(page: Page, message: APIMessage, key: string, anchor: EventTarget | null): void {
  if (!(anchor instanceof Element)) return;
  const commands = messageCommandsHere(page.state);
  openChooser(page, {
    anchor,
    key,
    label: "Apps",
    items: commands.map(({ id, name }) => ({ value: id, label: name, note: "", mark: "" })),
    chosen: [],
    least: 1,
    most: 1,
    commit: ([id]) => {
      const command = commands.find((one) => one.id === id);
      if (command) useOn(page, message, command);
    },
  });
}
