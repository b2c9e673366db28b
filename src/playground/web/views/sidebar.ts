import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import type { PageChannel, PageUser } from "../../server/page/protocol.ts";
import { closeDrawer, openChannel } from "../actions.ts";
import { displayName } from "../names.ts";
import type { Hello, Page } from "../state.ts";
import { botAvatar, initial } from "./avatar.ts";

/** The left side: the guild, its channels with their threads, and the five people one can be. */
export function sidebar(page: Page): TemplateResult {
  const { hello, isDrawerOpen } = page.state;
  return html`<aside class=${classMap({ sidebar: true, "is-open": isDrawerOpen })} aria-label="Channels and people"
    @keydown=${(event: KeyboardEvent) => event.key === "Escape" && closeDrawer(page)}>
    <div class="guild-name">${hello?.guild.name ?? "Connecting…"}</div>
    ${hello ? html`${channelList(page, hello)}${status(hello)}${people(page, hello)}` : nothing}
  </aside>`;
}

function channelList(page: Page, { channels }: Hello): TemplateResult {
  const tops = channels.filter(({ parentId, isDirect }) => !parentId && !isDirect);
  const direct = channels.filter(({ isDirect }) => isDirect);
  return html`<nav class="channels" aria-label="Channels"><h2 class="side-title">Direct messages</h2>
    <ul class="directs">${direct.map((channel) => html`<li>${channelButton(page, channel)}</li>`)}</ul>
    <h2 class="side-title">Text channels</h2>
    <ul>${tops.map((channel) => {
      const threads = threadsOf(page, channels, channel.id);
      return html`<li>${channelButton(page, channel)}
        ${threads.length > 0 ? html`<ul class="threads">${threads.map((thread) => html`<li>${channelButton(page, thread)}</li>`)}</ul>` : nothing}</li>`;
    })}</ul></nav>`;
}

const NEWEST_THREADS = 5;

/** A question a day opens a thread a day: only the newest, and the one that is open, leave room for the channels below. */
function threadsOf({ state }: Page, channels: PageChannel[], channelId: string): PageChannel[] {
  const threads = channels.filter(({ parentId }) => parentId === channelId);
  return threads.filter(({ id }, index) => index >= threads.length - NEWEST_THREADS || id === state.channelId);
}

function channelButton(page: Page, { id, name, parentId, isDirect }: PageChannel): TemplateResult {
  const isHere = page.state.channelId === id;
  const isUnread = page.state.unread.has(id);
  return html`<button class=${classMap({ channel: true, "is-here": isHere, "is-unread": isUnread })}
    aria-current=${isHere ? "page" : nothing} data-channel-id=${id} @click=${() => openChannel(page, id)}>
    ${parentId ? nothing : isDirect ? botAvatar("is-tiny") : html`<span class="hash" aria-hidden="true">#</span>`}<span class="channel-name">${name}</span>
    ${isUnread ? html`<span class="visually-hidden">unread</span>` : nothing}</button>`;
}

function status({ bot }: Hello): TemplateResult {
  const state = bot.online ? "online" : "offline";
  return html`<div class="bot-status">${botAvatar("is-small")}<span class="bot-name">${displayName(bot.user)}</span>
    <span class="app-tag">APP</span><span class=${`presence is-${state}`}>${state}</span></div>`;
}

function people(page: Page, { people: everyone, you }: Hello): TemplateResult {
  return html`<section class="people" aria-labelledby="people-title"><h2 class="side-title" id="people-title">You are</h2>
    <ul>${everyone.map((person) => html`<li>${personButton(page, person, person.id === you.id)}</li>`)}</ul></section>`;
}

function personButton(page: Page, { id, name, role, color }: PageUser, isYou: boolean): TemplateResult {
  return html`<button class=${classMap({ person: true, "is-you": isYou })} aria-pressed=${isYou} data-person-id=${id}
    @click=${() => page.become(id)}>${initial(name, color, "is-small")}<span class="person-text"><span
      class="person-name">${name}</span><span class="person-standing">${role}</span></span></button>`;
}
