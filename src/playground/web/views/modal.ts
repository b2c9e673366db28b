import type { APIModalInteractionResponseCallbackComponent } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { closeModal, submitModal } from "../actions.ts";
import { COMPONENT } from "../kinds.ts";
import { displayName } from "../names.ts";
import type { OpenModal, Page } from "../state.ts";
import { botAvatar } from "./avatar.ts";
import { markdown } from "./markdown.ts";
import { modalInput } from "./modal-input.ts";

type Shown = TemplateResult | typeof nothing | string;

export function modalLayer(page: Page): TemplateResult | typeof nothing {
  const { modal } = page.state;
  if (!modal) return nothing;
  const submit = (event: Event) => {
    event.preventDefault();
    submitModal(page);
  };
  return html`<div class="layer is-dim">
    <div role="dialog" aria-modal="true" aria-labelledby="modal-title"
      @keydown=${(event: KeyboardEvent) => keepInside(page, event)}><form class="modal" novalidate @submit=${submit}>
      <div class="modal-head">${botAvatar("is-small")}<h2 id="modal-title">${modal.modal.title}</h2>
        <button type="button" class="icon-button" aria-label="Close" @click=${() => closeModal(page)}>✕</button></div>
      <div class="modal-body" tabindex="-1">
        ${warning(page)}
        ${modal.modal.components.map((component) => part(page, modal, component))}
      </div>
      ${modal.failure === undefined ? nothing : html`<p class="failure modal-failure" role="alert">${modal.failure}</p>`}
      <div class="modal-foot"><button type="button" class="button secondary" @click=${() => closeModal(page)}>Cancel</button>
        <button type="submit" class="button primary" aria-busy=${modal.sentAs !== undefined} aria-disabled=${modal.sentAs !== undefined}
          >${modal.sentAs === undefined ? "Submit" : "Sending…"}</button></div>
    </form></div></div>`;
}

function warning(page: Page): TemplateResult {
  const bot = page.state.hello?.bot.user;
  return html`<p class="modal-warning">This form will be submitted to <strong>${bot ? displayName(bot) : "the app"}</strong>.
    Do not share passwords or other sensitive information.</p>`;
}

function part(page: Page, modal: OpenModal, component: APIModalInteractionResponseCallbackComponent): Shown {
  switch (component.type) {
    case COMPONENT.text:
      return html`<div class="modal-text">${markdown(page, component.content)}</div>`;
    case COMPONENT.label: {
      const { label, description, component: input } = component;
      return modalInput(page, modal, { input, label, description: description ?? "" });
    }
    default:
      return html`${component.components.map((input) =>
        input.type === COMPONENT.textInput
          ? modalInput(page, modal, { input, label: input.label ?? "", description: "" })
          : nothing,
      )}`;
  }
}

/** Tab stays inside the dialog; Escape leaves it. */
function keepInside(page: Page, event: KeyboardEvent): void {
  if (event.key === "Escape") {
    event.stopPropagation();
    closeModal(page);
    return;
  }
  if (event.key !== "Tab" || !(event.currentTarget instanceof HTMLElement)) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("button, input, textarea, a[href]")].filter(
    (stop) => !stop.hasAttribute("disabled"),
  );
  const first = stops[0];
  const last = stops.at(-1);
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** Where the keyboard goes when a modal opens, or when something in it is wrong. */
export function focusModal(root: ParentNode): void {
  const stops = ".modal [aria-invalid=true], .modal-body input, .modal-body textarea, .modal-body button";
  root.querySelector<HTMLElement>(stops)?.focus();
}
