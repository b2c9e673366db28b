import { html, nothing, type TemplateResult } from "lit-html";
import { clockText } from "../clock.ts";
import { channelOf } from "../lookup.ts";
import { openPanel, togglePanel } from "../panel.ts";
import { postNow } from "../post-now.ts";
import { rememberTheme } from "../preferences.ts";
import type { App } from "../state.ts";
import { formatOffset } from "../time-format.ts";
import { botAvatar } from "./avatar.ts";
import { hashIcon, menuIcon, moonIcon, sunIcon, threadIcon, toolsIcon } from "./icons.ts";

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
