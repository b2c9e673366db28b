import { html, type TemplateResult } from "lit-html";

/** The page's few drawings; emoji would depend on the reader's fonts. */
export const hashIcon = html`<span class="hash" aria-hidden="true">#</span>`;

export const threadIcon: TemplateResult = html`<svg class="title-icon" viewBox="0 0 24 24" aria-hidden="true"><path
  d="M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12.5h5" /></svg>`;

export const fileIcon: TemplateResult = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path
  d="M6 3h8l5 5v13H6zM14 3v5h5" /></svg>`;

export const warningIcon: TemplateResult = html`<svg class="warning-icon" viewBox="0 0 24 24" aria-hidden="true"><circle
  cx="12" cy="12" r="9" /><path d="M12 8v5M12 16v.1" /></svg>`;
