import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import type { PageChannel, PageUser } from "../../server/page/protocol.ts";
import { displayName } from "../lookup.ts";
import { openChannel } from "../navigation.ts";
import type { App, Hello } from "../state.ts";
import { botAvatar, hashIcon, personAvatar } from "./icons.ts";

/** Channels with their threads, and the people to act as. On a phone, it is a drawer. */
export function sidebar(app: App): TemplateResult {
  const { hello } = app.state;
  return html`<aside class="sidebar" id="sidebar" popover aria-label="Channels and people" @click=${hideAfterChoice} @toggle=${focusOpenChannel}>
    <div class="guild-name">${hello?.guild.name ?? "Connecting…"}</div>
    ${hello ? html`${channelList(app, hello)}${botStatus(hello)}${people(app, hello)}` : nothing}
  </aside>`;
}

function hideAfterChoice({ target, currentTarget }: Event): void {
  if (target instanceof Element && target.closest("button") && currentTarget instanceof HTMLElement)
    currentTarget.hidePopover();
}

function focusOpenChannel({ newState, currentTarget }: ToggleEvent): void {
  if (newState === "open" && currentTarget instanceof HTMLElement)
    currentTarget.querySelector<HTMLElement>(".channel.is-open")?.focus();
}

function channelList(app: App, { channels }: Hello): TemplateResult {
  const ofGuild = channels.filter(({ parentId, isDirect }) => !parentId && !isDirect);
  const direct = channels.filter(({ isDirect }) => isDirect);
  return html`<nav class="channels" aria-label="Channels"><h2 class="section-title">Direct messages</h2>
    <ul class="directs">${direct.map((channel) => html`<li>${channelButton(app, channel)}</li>`)}</ul>
    <h2 class="section-title">Text channels</h2>
    <ul>${ofGuild.map((channel) => {
      const threads = recentThreads(app, channels, channel.id);
      return html`<li>${channelButton(app, channel)}
        ${threads.length > 0 ? html`<ul class="threads">${threads.map((thread) => html`<li>${channelButton(app, thread)}</li>`)}</ul>` : nothing}</li>`;
    })}</ul></nav>`;
}

const MAX_THREADS = 5;

/** The newest threads and the open one: with a thread a day, all of them would hide the channels below. */
function recentThreads({ state }: App, channels: PageChannel[], channelId: string): PageChannel[] {
  const threads = channels.filter(({ parentId }) => parentId === channelId);
  return threads.filter(({ id }, index) => index >= threads.length - MAX_THREADS || id === state.channelId);
}

function channelButton(app: App, { id, name, parentId, isDirect }: PageChannel): TemplateResult {
  const isOpen = app.state.channelId === id;
  const isUnread = app.state.unread.has(id);
  return html`<button class=${classMap({ channel: true, "is-open": isOpen, "is-unread": isUnread })}
    aria-current=${isOpen ? "page" : nothing} data-channel-id=${id} @click=${() => openChannel(app, id)}>
    ${parentId ? nothing : isDirect ? botAvatar("is-tiny") : hashIcon}<span class="ellipsis">${name}</span>
    ${isUnread ? html`<span class="visually-hidden">unread</span>` : nothing}</button>`;
}

function botStatus({ bot }: Hello): TemplateResult {
  const status = bot.online ? "online" : "offline";
  return html`<div class="bot-status">${botAvatar("is-small")}<strong>${displayName(bot.user)}</strong>
    <span class="app-tag">APP</span><small class=${`presence-${status}`}>${status}</small></div>`;
}

function people(app: App, hello: Hello): TemplateResult {
  return html`<section class="interactive" aria-labelledby="people-title"><h2 class="section-title" id="people-title">Act as</h2>
    <ul>${hello.people.map((person) => html`<li>${personButton(app, person, person.id === hello.you.id)}</li>`)}</ul></section>`;
}

function personButton(app: App, person: PageUser, isYou: boolean): TemplateResult {
  return html`<button class=${classMap({ person: true, "is-you": isYou })} aria-pressed=${isYou} data-person-id=${person.id}
    @click=${() => app.switchUser(person.id)}>${personAvatar(person, "is-small")}
    <span class="person-text"><strong>${person.name}</strong><small>${person.role}</small></span></button>`;
}
