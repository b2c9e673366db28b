import type { APIButtonComponent, APIMessage } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { BUTTON_STYLE, COMPONENT } from "../enums.ts";
import { isPending, press } from "../interactions.ts";
import { emojiText, linkTarget } from "../lookup.ts";
import { openMessage } from "../navigation.ts";
import type { App } from "../state.ts";

const STYLES: Record<APIButtonComponent["style"], string> = {
  [BUTTON_STYLE.primary]: "primary",
  [BUTTON_STYLE.secondary]: "secondary",
  [BUTTON_STYLE.success]: "success",
  [BUTTON_STYLE.danger]: "danger",
  [BUTTON_STYLE.link]: "secondary",
  [BUTTON_STYLE.premium]: "primary",
};

export function button(app: App, message: APIMessage, component: APIButtonComponent): TemplateResult {
  const style = STYLES[component.style];
  const emoji = "emoji" in component && component.emoji ? emojiText(component.emoji) : "";
  const content = html`${emoji ? html`<span class="button-emoji">${emoji}</span>` : nothing}<span>${"label" in component ? component.label : ""}</span>`;
  if ("url" in component) return linkButton(app, component.url, content, component.disabled === true);
  const customId = "custom_id" in component ? component.custom_id : "";
  const isWaiting = isPending(app, message.id, customId);
  const onClick = () => {
    if (!isWaiting) press(app, { message, customId, componentType: COMPONENT.button });
  };
  return html`<button class=${`button ${style}`}
    ?disabled=${component.disabled === true} aria-busy=${isWaiting} data-custom-id=${customId} @click=${onClick}>
    ${content}</button>`;
}

/** A link to a message of this guild opens it here instead of in the real Discord. */
function linkButton(app: App, url: string, label: TemplateResult, isDisabled: boolean): TemplateResult {
  const content = html`${label}<span aria-hidden="true">↗</span>`;
  const target = linkTarget(app.state, url);
  if (!target && !isDisabled)
    return html`<a class="button secondary" href=${url} target="_blank" rel="noopener noreferrer">${content}</a>`;
  const open = () => target && openMessage(app, target.channel.id, target.messageId);
  return html`<button class="button secondary" ?disabled=${isDisabled} @click=${open}>${content}</button>`;
}
