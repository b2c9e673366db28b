import type { APIMessage } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { PageChannel } from "../../server/page/protocol.ts";
import { dayText } from "../clock.ts";
import { hasFlag } from "../enums.ts";
import { channelOf } from "../lookup.ts";
import { loadOlder, scrollToEnd } from "../navigation.ts";
import type { App } from "../state.ts";
import { botAvatar, threadIcon } from "./icons.ts";
import { failedCommandView, messageView } from "./message.ts";

/**
 * The list scrolls bottom-up (`column-reverse`), so the browser keeps the newest message in view, and the reader's
 * place when older ones are added above.
 */
export function messageList(app: App): TemplateResult {
  const { state } = app;
  const channel = channelOf(state, state.channelId);
  const history = channel && state.histories.get(channel.id);
  if (!channel || !history) return html`<div class="scroller"><p class="loading">Loading the channel…</p></div>`;
  const failed = state.failedCommands.filter(({ channelId }) => channelId === channel.id);
  const onScroll = ({ currentTarget }: Event) => {
    if (currentTarget instanceof HTMLElement) trackScrolling(app, channel.id, currentTarget);
  };
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${`Messages in ${channel.name}`} @scroll=${onScroll}>
    <ol class="messages">
      ${history.hasMore ? olderButton(app, channel.id, history.isLoading) : channelStart(channel)}
      ${repeat(
        history.messages,
        ({ id }) => id,
        (message, index) => entry(app, message, history.messages[index - 1]),
      )}
      ${failed.map((command) => failedCommandView(app, command))}
    </ol>
  </div>
  ${state.isScrolledUp ? jumpButton(app) : nothing}`;
}

/** In pixels from the top: early enough that older messages are loaded before the reader gets there. */
const LOAD_OLDER_WITHIN = 2_000;
const JUMP_BUTTON_BEYOND = 600;

function trackScrolling(app: App, channelId: string, { scrollHeight, clientHeight, scrollTop }: HTMLElement): void {
  if (scrollHeight - clientHeight + scrollTop < LOAD_OLDER_WITHIN) loadOlder(app, channelId);
  const isScrolledUp = -scrollTop > JUMP_BUTTON_BEYOND;
  if (isScrolledUp === app.state.isScrolledUp) return;
  app.state.isScrolledUp = isScrolledUp;
  app.update();
}

function jumpButton(app: App): TemplateResult {
  return html`<div class="jump"><button class="button primary" @click=${() => scrollToEnd(app)}>Jump to newest ↓</button></div>`;
}

function entry(app: App, message: APIMessage, above: APIMessage | undefined): unknown {
  const day = dayText(Date.parse(message.timestamp));
  const isNewDay = !above || dayText(Date.parse(above.timestamp)) !== day;
  const isGrouped = !isNewDay && belongTogether(above, message);
  return html`${isNewDay ? html`<li class="divider"><span>${day}</span></li>` : nothing}${guard(
    [message, isGrouped, app.state.hello, localState(app, message)],
    () => messageView(app, message, isGrouped),
  )}`;
}

const GROUP_MS = 7 * 60_000;

/** Whether the message below is grouped under the author's name above. */
function belongTogether(above: APIMessage, message: APIMessage): boolean {
  const isReply = message.interaction_metadata || message.interaction || message.message_reference;
  return (
    !isReply &&
    above.author.id === message.author.id &&
    hasFlag(above, "ephemeral") === hasFlag(message, "ephemeral") &&
    Date.parse(message.timestamp) - Date.parse(above.timestamp) < GROUP_MS
  );
}

/** The part of the page's state that a message shows. The message is only rendered again when this changes. */
function localState({ state }: App, { id }: APIMessage): string {
  const pending = [...state.pending.values()].flatMap((item) =>
    item.kind === "component" && item.messageId === id ? item.customId : [],
  );
  const selected = [...state.selected].filter(([key]) => key.startsWith(`${id} `));
  return JSON.stringify([pending, state.componentErrors.get(id), selected, state.ahead]);
}

function olderButton(app: App, channelId: string, isLoading: boolean): TemplateResult {
  return html`<li class="older"><button class="text-button" ?disabled=${isLoading} @click=${() => loadOlder(app, channelId)}
    >${isLoading ? "Loading…" : "Show older messages"}</button></li>`;
}

function channelStart({ name, topic, parentId, isDirect }: PageChannel): TemplateResult {
  if (isDirect)
    return html`<li class="channel-start">${botAvatar("")}<h2>${name}</h2>
      <p>This is the beginning of your direct message history with ${name}. Only the two of you can see it.</p></li>`;
  return html`<li class="channel-start"><span class="channel-start-icon" aria-hidden="true">${parentId ? threadIcon : "#"}</span>
    <h2>${parentId ? name : `Welcome to #${name}!`}</h2>
    <p>${parentId ? "This is the start of the thread." : `This is the start of the #${name} channel. ${topic}`}</p></li>`;
}
