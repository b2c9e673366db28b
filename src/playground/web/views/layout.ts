import { html, nothing, type TemplateResult } from "lit-html";
import { clockText } from "../clock.ts";
import { postNow } from "../guide.ts";
import { channelOf } from "../lookup.ts";
import { openPanel, togglePanel } from "../panel.ts";
import { rememberTheme } from "../preferences.ts";
import { type App, closeToast, type Toast } from "../state.ts";
import { formatOffset } from "../time-format.ts";
import { composer } from "./composer.ts";
import { botAvatar, hashIcon, menuIcon, moonIcon, sunIcon, threadIcon, toolsIcon } from "./icons.ts";
import { messageList } from "./message-list.ts";
import { modalDialog } from "./modal.ts";
import { guideBar, panel } from "./panel.ts";
import { sidebar } from "./sidebar.ts";

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

export function header(app: App): TemplateResult {
  const { state } = app;
  const channel = channelOf(state, state.channelId);
  const icon = channel?.parentId ? threadIcon : channel?.isDirect ? botAvatar("is-tiny") : hashIcon;
  const otherTheme = state.theme === "dark" ? "light" : "dark";
  const switchTheme = () => {
    state.theme = otherTheme;
    rememberTheme(otherTheme);
    app.update();
  };
  return html`<header class="header">
    <button class="icon-button drawer-button" aria-label="Channels and people" popovertarget="sidebar">${menuIcon}</button>
    <h1 class="header-title">${icon}${channel?.name ?? ""}</h1>
    <p class="topic ellipsis">${channel?.topic}</p>
    ${state.hello ? clock(app) : nothing}
    <button class="button success post-now" ?disabled=${state.isPosting || !state.hello} aria-busy=${state.isPosting}
      @click=${() => postNow(app)}>
      ${state.isPosting ? "Posting…" : html`<span>Post <span class="wide-only">the next question </span>now</span>`}</button>
    <button class="icon-button" aria-label="Switch to the ${otherTheme} theme" @click=${switchTheme}>${otherTheme === "light" ? sunIcon : moonIcon}</button>
    <button class="icon-button tools-button" aria-label="Playground tools" aria-expanded=${state.panel !== undefined}
      @click=${() => togglePanel(app)}>${toolsIcon}</button>
  </header>`;
}

/** The playground's time, and how far it is ahead of the reader's. */
function clock(app: App): TemplateResult {
  const { ahead } = app.state;
  return html`<button class=${ahead > 0 ? "clock is-ahead" : "clock"} @click=${() => openPanel(app, "time")}>
    <span class="clock-now"><span class="visually-hidden">Playground time: </span><span data-clock="short"
      .textContent=${clockText()}></span></span>
    ${ahead > 0 ? html`<span class="clock-ahead">${formatOffset(ahead)} ahead</span>` : nothing}</button>`;
}

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
