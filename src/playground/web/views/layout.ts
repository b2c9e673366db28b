import { html, nothing, type TemplateResult } from "lit-html";
import type { App } from "../state.ts";
import { composer } from "./composer.ts";
import { guideBar } from "./guide.ts";
import { header } from "./header.ts";
import { messageList } from "./message-list.ts";
import { modalDialog } from "./modal.ts";
import { panel } from "./panel.ts";
import { sidebar } from "./sidebar.ts";
import { toasts } from "./toasts.ts";

export function layout(app: App): TemplateResult {
  const { state } = app;
  // The live region comes first: below the app, even a hidden line would make the window scroll.
  return html`<div class="visually-hidden" aria-live="polite">${state.announcement}</div>
    <div class="app">
      <div class="rail" aria-hidden="true"><span class="guild-icon">${initials(state.hello?.guild.name ?? "")}</span></div>
      ${sidebar(app)}
      <main class="main">
        ${header(app)}
        ${connectionStatus(app)}
        ${guideBar(app)}
        ${messageList(app)}
        ${composer(app)}
      </main>
      ${panel(app)}
    </div>
    ${modalDialog(app)}${toasts(app)}`;
}

function initials(name: string): string {
  return name.replace(/(\S)\S*\s*/g, "$1").slice(0, 3);
}

function connectionStatus({ state }: App): TemplateResult | typeof nothing {
  if (state.connection === "lost")
    return html`<p class="banner is-error" role="status">Lost the connection to the playground. Reconnecting…</p>`;
  if (state.hello && !state.hello.bot.online)
    return html`<p class="banner" role="status">The bot is offline. Commands won't work until it's back.</p>`;
  return nothing;
}
