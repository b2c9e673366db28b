import { html, nothing, type TemplateResult } from "lit-html";
import type { Page, Toast } from "../state.ts";

export function toasts(page: Page): TemplateResult {
  return html`<div class="toasts" role="status">${page.state.toasts.map((toast) => toastView(page, toast))}</div>`;
}

function toastView(page: Page, toast: Toast): TemplateResult {
  const { action } = toast;
  const close = () => {
    page.state.toasts = page.state.toasts.filter(({ id }) => id !== toast.id);
    page.changed();
  };
  const act = () => {
    close();
    action?.run();
  };
  return html`<div class=${`toast is-${toast.tone}`}><span class="toast-text">${toast.text}</span>
    ${action ? html`<button class="button primary" @click=${act}>${action.label}</button>` : nothing}
    <button class="icon-button" aria-label="Close" @click=${close}>✕</button></div>`;
}
