import { html, nothing, svg, type TemplateResult } from "lit-html";
import { channelOf } from "../names.ts";
import { now } from "../now.ts";
import { openPanel, togglePanel } from "../panel.ts";
import { postNow } from "../post-now.ts";
import type { Page } from "../state.ts";
import { chooseTheme } from "../theme.ts";
import { formatAhead, formatClock } from "../time.ts";
import { botAvatar } from "./avatar.ts";
import { hashIcon, threadIcon } from "./icons.ts";
import { reader } from "./timestamp.ts";

/** The bar above the messages: where one is, and the page's own controls. */
export function header(page: Page): TemplateResult {
  const { state } = page;
  const channel = channelOf(state, state.channelId);
  return html`<header class="header">
    <button class="icon-button drawer-button" aria-label="Channels and people" aria-expanded=${state.isDrawerOpen}
      @click=${() => toggleDrawer(page)}><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 6h16M4 12h16M4 18h16" /></svg></button>
    <h1 class="header-title">${channel?.parentId ? threadIcon : channel?.isDirect ? botAvatar("is-tiny") : hashIcon}${channel?.name ?? ""}</h1>
    ${channel?.topic ? html`<p class="topic">${channel.topic}</p>` : html`<span class="topic"></span>`}
    ${state.hello ? clock(page) : nothing}
    <button class="button success post-now" ?disabled=${state.isPosting || !state.hello} aria-busy=${state.isPosting}
      @click=${() => postNow(page)}>
      ${state.isPosting ? "Posting…" : html`<span>Post <span class="wide-only">the next question </span>now</span>`}</button>
    <button class="icon-button" aria-label=${state.theme === "dark" ? "Switch to light" : "Switch to dark"}
      @click=${() => toggleTheme(page)}><svg viewBox="0 0 24 24" aria-hidden="true">${
        state.theme === "dark" ? SUN : MOON
      }</svg></button>
    <button class="icon-button tools-button" aria-label="Playground tools" aria-expanded=${state.panel !== undefined}
      @click=${() => togglePanel(page, "guide")}><svg viewBox="0 0 24 24" aria-hidden="true">${TOOLS}</svg></button>
  </header>`;
}

/** What time it is here, and whether that is the reader's own. */
function clock(page: Page): TemplateResult {
  const { ahead } = page.state;
  return html`<button class=${ahead > 0 ? "clock is-ahead" : "clock"} @click=${() => openPanel(page, "time")}>
    <span class="clock-now"><span class="visually-hidden">The playground's time: </span><span data-clock="short"
      .textContent=${formatClock(now(), reader)}></span></span>
    ${ahead > 0 ? html`<span class="clock-ahead">${formatAhead(ahead)} ahead</span>` : nothing}</button>`;
}

const TOOLS = svg`<path d="M4 7h10M18 7h2M4 17h2M10 17h10" /><circle cx="16" cy="7" r="2" /><circle cx="8" cy="17" r="2" />`;
const SUN = svg`<circle cx="12" cy="12" r="4" /><path
  d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6l1.4 1.4M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4" />`;
const MOON = svg`<path d="M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5z" />`;

function toggleDrawer(page: Page): void {
  page.state.isDrawerOpen = !page.state.isDrawerOpen;
  page.changed();
}

function toggleTheme(page: Page): void {
  page.state.theme = page.state.theme === "dark" ? "light" : "dark";
  chooseTheme(page.state.theme);
  page.changed();
}
