import type { APIModalInteractionResponseCallbackComponent } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { COMPONENT } from "../enums.ts";
import { displayName } from "../lookup.ts";
import { closeModal, submitModal } from "../modal.ts";
import type { App, OpenModal } from "../state.ts";
import { botAvatar } from "./avatar.ts";
import { markdown } from "./markdown.ts";
import { modalInput } from "./modal-input.ts";

type Content = TemplateResult | typeof nothing | string;

/** Always in the page, so that the browser can return the focus when it closes. */
export function modalDialog(app: App): TemplateResult {
  const { modal } = app.state;
  return html`<dialog class="modal" aria-labelledby="modal-title" @close=${() => modal && closeModal(app)}>
    ${modal ? form(app, modal) : nothing}</dialog>`;
}

function form(app: App, modal: OpenModal): TemplateResult {
  const isSending = modal.submittedAs !== undefined;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    submitModal(app);
    focusFirstError(event.currentTarget);
  };
  return html`<form novalidate @submit=${onSubmit}>
    <div class="modal-head">${botAvatar("is-small")}<h2 id="modal-title">${modal.modal.title}</h2>
      <button type="button" class="icon-button" aria-label="Close" @click=${() => closeModal(app)}>✕</button></div>
    <div class="modal-body" tabindex="-1">
      ${warning(app)}
      ${modal.modal.components.map((component) => part(app, modal, component))}
    </div>
    ${modal.failure === undefined ? nothing : html`<p class="failure" role="alert">${modal.failure}</p>`}
    <div class="modal-foot"><button type="button" class="button secondary" @click=${() => closeModal(app)}>Cancel</button>
      <button type="submit" class="button primary" aria-busy=${isSending} aria-disabled=${isSending}
        >${isSending ? "Sending…" : "Submit"}</button></div>
  </form>`;
}

function focusFirstError(form: EventTarget | null): void {
  requestAnimationFrame(() => {
    if (form instanceof HTMLElement)
      form
        .querySelector<HTMLElement>(".input:has(.input-error) :is(input, textarea, select, summary, button)")
        ?.focus();
  });
}

function warning(app: App): TemplateResult {
  const bot = app.state.hello?.bot.user;
  return html`<p class="modal-warning">This form will be submitted to <strong>${bot ? displayName(bot) : "the app"}</strong>.
    Do not share passwords or other sensitive information.</p>`;
}

function part(app: App, modal: OpenModal, component: APIModalInteractionResponseCallbackComponent): Content {
  switch (component.type) {
    case COMPONENT.text:
      return markdown(app, component.content);
    case COMPONENT.label: {
      const { label, description = "", component: input } = component;
      return modalInput(app, modal, { input, label, description });
    }
    default:
      return html`${component.components.map((input) =>
        input.type === COMPONENT.textInput
          ? modalInput(app, modal, { input, label: input.label ?? "", description: "" })
          : nothing,
      )}`;
  }
}
