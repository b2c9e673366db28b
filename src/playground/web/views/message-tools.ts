import type { APIMessage } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { messageCommands } from "../commands/available.ts";
import { hasFlag } from "../enums.ts";
import { runMessageCommand } from "../interactions.ts";
import type { App } from "../state.ts";
import { appsIcon } from "./icons.ts";

/** The Apps menu of a message, shown on hover and on keyboard focus. */
export function messageTools(app: App, message: APIMessage): TemplateResult | typeof nothing {
  const commands = messageCommands(app.state);
  if (hasFlag(message, "ephemeral") || hasFlag(message, "loading") || commands.length === 0) return nothing;
  const id = `apps-${message.id}`;
  return html`<div class="message-tools">
    <button class="icon-button" aria-label="Apps" title="Apps" popovertarget=${id}>${appsIcon}</button>
    <div class="menu floating" id=${id} popover role="group" aria-label="Apps">${commands.map(
      (
        command,
        index,
      ) => html`<button class="list-item" ?autofocus=${index === 0} popovertarget=${id} popovertargetaction="hide"
        @click=${() => runMessageCommand(app, message, command)}>${command.name}</button>`,
    )}</div></div>`;
}

/** A right click opens the Apps menu, except on links and images, which keep the browser's menu. */
export function openAppsMenu(event: MouseEvent): void {
  const { target, currentTarget } = event;
  const isMedia = target instanceof Element && target.closest("a, img") !== null;
  const button =
    currentTarget instanceof Element ? currentTarget.querySelector<HTMLElement>(".message-tools button") : null;
  if (!button || isMedia || getSelection()?.isCollapsed === false) return;
  event.preventDefault();
  button.click();
}
