import type { APIButtonComponent, APIMessage, APIMessageComponentEmoji } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { goToMessage, isPressed, press } from "../actions.ts";
import { BUTTON_STYLE, COMPONENT } from "../kinds.ts";
import { placeAt } from "../names.ts";
import type { Page } from "../state.ts";

const STYLE_NAMES = new Map<number, string>([
  [BUTTON_STYLE.primary, "primary"],
  [BUTTON_STYLE.secondary, "secondary"],
  [BUTTON_STYLE.success, "success"],
  [BUTTON_STYLE.danger, "danger"],
  [BUTTON_STYLE.link, "secondary"],
  [BUTTON_STYLE.premium, "primary"],
]);

export function button(page: Page, message: APIMessage, component: APIButtonComponent): TemplateResult {
  const style = STYLE_NAMES.get(component.style) ?? "secondary";
  const label = "label" in component ? (component.label ?? "") : "";
  const mark = "emoji" in component && component.emoji ? emojiText(component.emoji) : "";
  const inside = html`${mark ? html`<span class="button-mark">${mark}</span>` : nothing}<span>${label}</span>`;
  if ("url" in component) return link(page, component.url, inside, component.disabled === true);
  const customId = "custom_id" in component ? component.custom_id : "";
  const isWaiting = isPressed(page, message.id, customId);
  const act = () => {
    if (!isWaiting) press(page, { message, customId, componentType: COMPONENT.button });
  };
  return html`<button class=${classMap({ button: true, [style]: true, "is-waiting": isWaiting })}
    ?disabled=${component.disabled === true} aria-busy=${isWaiting} data-custom-id=${customId} @click=${act}>
    ${inside}${isWaiting ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}
  </button>`;
}

function link(page: Page, url: string, inside: TemplateResult, isDisabled: boolean): TemplateResult {
  if (isDisabled)
    return html`<button class="button secondary" disabled>${inside}<span aria-hidden="true">↗</span></button>`;
  const place = placeAt(page.state, url);
  if (place) {
    const go = () => goToMessage(page, place.channel.id, place.messageId);
    return html`<button class="button secondary" @click=${go}>${inside}<span aria-hidden="true">↗</span></button>`;
  }
  return html`<a class="button secondary" href=${url} target="_blank" rel="noopener noreferrer"
    >${inside}<span aria-hidden="true">↗</span></a>`;
}

/** The guild has no pictures of custom emoji, so those show as their name. */
export function emojiText(emoji: APIMessageComponentEmoji): string {
  return emoji.id ? `:${emoji.name ?? "emoji"}:` : (emoji.name ?? "");
}
