import type { APIMessage } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { PageChannel } from "../../server/page/protocol.ts";
import { goToNewest } from "../actions.ts";
import { loadOlder } from "../history.ts";
import { MESSAGE_FLAG } from "../kinds.ts";
import { channelOf } from "../names.ts";
import type { Page } from "../state.ts";
import { dayOf } from "../time.ts";
import { botAvatar } from "./avatar.ts";
import { threadIcon } from "./icons.ts";
import { failedCommandView, messageView } from "./message.ts";
import { reader } from "./timestamp.ts";

const TOGETHER = 7 * 60_000;

/**
 * The scroller runs from the bottom up (`column-reverse`), so the browser itself keeps the newest message in view, and the
 * reader's place when older ones are put above.
 */
export function messageList(page: Page): TemplateResult {
  const { state } = page;
  const channel = channelOf(state, state.channelId);
  const history = channel && state.histories.get(channel.id);
  if (!channel || !history) return html`<div class="scroller"><p class="loading">Opening the channel…</p></div>`;
  const failed = state.failedCommands.filter(({ channelId }) => channelId === channel.id);
  const scrolled = (event: Event) => {
    if (event.currentTarget instanceof HTMLElement) keepTrack(page, channel.id, event.currentTarget);
  };
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${`Messages in ${channel.name}`} @scroll=${scrolled}>
    <ol class="messages">
      ${history.more ? older(page, channel.id, history.isLoading) : beginning(channel)}
      ${repeat(
        history.messages,
        ({ id }) => id,
        (message, index) => entry(page, history.messages, message, index),
      )}
      ${failed.map((item) => failedCommandView(page, item))}
    </ol>
  </div>
  ${state.isAway ? jump(page) : nothing}`;
}

/** Early enough that older messages are there before they are reached. */
const NEAR_TOP = 2_000;
const FAR_FROM_END = 600;

function keepTrack(page: Page, channelId: string, scroller: HTMLElement): void {
  const { scrollHeight, clientHeight, scrollTop } = scroller;
  if (scrollHeight - clientHeight + scrollTop < NEAR_TOP) loadOlder(page, channelId);
  const isAway = -scrollTop > FAR_FROM_END;
  if (isAway === page.state.isAway) return;
  page.state.isAway = isAway;
  page.changed();
}

function jump(page: Page): TemplateResult {
  return html`<div class="jump"><button class="button primary" @click=${() => goToNewest(page)}>Jump to the newest ↓</button></div>`;
}

function entry(page: Page, messages: APIMessage[], message: APIMessage, index: number): unknown {
  const above = messages[index - 1];
  const day = dayOf(Date.parse(message.timestamp), reader);
  const isNewDay = !above || dayOf(Date.parse(above.timestamp), reader) !== day;
  const isFollowing = !isNewDay && follows(above, message);
  return html`${isNewDay ? html`<li class="divider"><span>${day}</span></li>` : nothing}${guard(
    [message, isFollowing, page.state.hello, version(page, message)],
    () => messageView(page, message, isFollowing),
  )}`;
}

function follows(above: APIMessage, message: APIMessage): boolean {
  const apart = Date.parse(message.timestamp) - Date.parse(above.timestamp);
  const isEquallyPrivate = (((above.flags ?? 0) ^ (message.flags ?? 0)) & MESSAGE_FLAG.ephemeral) === 0;
  const isAnswer = message.interaction_metadata || message.interaction || message.message_reference;
  return above.author.id === message.author.id && apart < TOGETHER && isEquallyPrivate && !isAnswer;
}

/** Whatever of the page's own state a message shows; while it stays the same, the message is not rendered again. */
function version({ state }: Page, { id }: APIMessage): string {
  const pending = [...state.pending.values()].map((item) =>
    item.kind === "component" && item.messageId === id ? item.customId : "",
  );
  const picked = [...state.picked].filter(([key]) => key.startsWith(`${id} `));
  const open = state.chooser?.key.startsWith(`${id} `) ? state.chooser.key : "";
  return JSON.stringify([
    pending.filter(Boolean),
    state.failures.get(id),
    picked,
    open,
    state.hello?.channels.length,
    state.areColoursReady,
    state.ahead,
  ]);
}

function older(page: Page, channelId: string, isLoading: boolean): TemplateResult {
  return html`<li class="older"><button class="text-button" ?disabled=${isLoading} @click=${() => loadOlder(page, channelId)}
    >${isLoading ? "Loading…" : "Show older messages"}</button></li>`;
}

function beginning({ name, topic, parentId, isDirect }: PageChannel): TemplateResult {
  if (isDirect)
    return html`<li class="beginning">${botAvatar("")}<h2>${name}</h2>
      <p>This is the beginning of your direct messages with ${name}. Only the two of you see them.</p></li>`;
  return html`<li class="beginning"><span class="beginning-mark" aria-hidden="true">${parentId ? threadIcon : "#"}</span>
    <h2>${parentId ? name : `Welcome to #${name}!`}</h2>
    <p>${parentId ? "This is the start of the thread." : `This is the start of the #${name} channel. ${topic}`}</p></li>`;
}
