import { html, nothing, type TemplateResult } from "lit-html";
import type { App, Toast } from "../state.ts";
import { closeToast } from "../toasts.ts";

export function toasts(app: App): TemplateResult {
  return html`<div class="toasts" role="status">${app.state.toasts.map((toast) => toastView(app, toast))}</div>`;
}

function toastView(app: App, { id, text, tone, action }: Toast): TemplateResult {
  const run = () => {
    closeToast(app, id);
    action?.run();
  };
  return html`<div class=${`toast is-${tone}`}><span class="toast-text">${text}</span>
    ${action ? html`<button class="button primary" @click=${run}>${action.label}</button>` : nothing}
    <button class="icon-button" aria-label="Close" @click=${() => closeToast(app, id)}>✕</button></div>`;
}
