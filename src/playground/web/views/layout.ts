import { html, nothing, type TemplateResult } from "lit-html";
import { closeDrawer } from "../actions.ts";
import type { Page } from "../state.ts";
import { chooserLayer } from "./chooser.ts";
import { composer } from "./composer.ts";
import { guideBar } from "./guide.ts";
import { header } from "./header.ts";
import { messageList } from "./message-list.ts";
import { modalLayer } from "./modal.ts";
import { panel } from "./panel.ts";
import { sidebar } from "./sidebar.ts";
import { toasts } from "./toasts.ts";

export function layout(page: Page): TemplateResult {
  const { state } = page;
  // First, for below the app even a hidden line would let the window scroll.
  return html`<div class="visually-hidden" aria-live="polite">${state.announcement}</div>
    <div class="app" ?inert=${state.modal !== undefined}>
      <div class="rail" aria-hidden="true"><span class="guild-icon">${initials(state.hello?.guild.name ?? "")}</span></div>
      ${sidebar(page)}
      ${state.isDrawerOpen ? html`<div class="drawer-shade" @click=${() => closeDrawer(page)}></div>` : nothing}
      <main class="main">
        ${header(page)}
        ${connectionNote(page)}
        ${guideBar(page)}
        ${messageList(page)}
        ${composer(page)}
      </main>
      ${panel(page)}
    </div>
    ${modalLayer(page)}${chooserLayer(page)}${toasts(page)}`;
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word[0] ?? "")
    .join("")
    .slice(0, 3);
}

function connectionNote({ state }: Page): TemplateResult | typeof nothing {
  if (state.link === "lost")
    return html`<p class="note is-bad" role="status">The connection to your local Discord is lost. Trying again by itself…</p>`;
  if (state.hello && !state.hello.bot.online)
    return html`<p class="note" role="status">The bot is offline just now. Commands will not be answered until it is back.</p>`;
  return nothing;
}
