import type { APIAttachment, APIMessage } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { dismiss, dismissFailedCommand, openChannel } from "../actions.ts";
import { MESSAGE_COMMAND, MESSAGE_FLAG } from "../kinds.ts";
import { channelOf, displayName, summaryOf, userName } from "../names.ts";
import { now } from "../now.ts";
import type { FailedCommand, Page } from "../state.ts";
import { formatMessageTime, formatTimestamp } from "../time.ts";
import { botAvatar, userAvatar } from "./avatar.ts";
import { components } from "./components.ts";
import { embeds } from "./embeds.ts";
import { fileIcon, warningIcon } from "./icons.ts";
import { markdown } from "./markdown.ts";
import { messageTools, openMenu } from "./message-tools.ts";
import { reader } from "./timestamp.ts";

/** Interactions of this type come from a button or a select. */
const COMPONENT_PRESS = 3;

type Shown = TemplateResult | typeof nothing;

/** One message; `isFollowing` when the one above is the same author's, a moment ago. */
export function messageView(page: Page, message: APIMessage, isFollowing: boolean): TemplateResult {
  const isPrivate = ((message.flags ?? 0) & MESSAGE_FLAG.ephemeral) !== 0;
  const isMentioned = message.mentions.some(({ id }) => id === page.state.personId);
  const classes = { message: true, "is-following": isFollowing, "is-private": isPrivate, "is-mention": isMentioned };
  return html`<li class=${classMap(classes)} data-message-id=${message.id} @contextmenu=${openMenu}>
    ${isFollowing ? nothing : head(page, message)}
    ${messageTools(page, message)}
    <div class="message-body">
      ${body(page, message)}
      ${threadLink(page, message)}
      ${failure(page, message)}
      ${isPrivate ? privateNote(() => dismiss(page, message.id)) : nothing}
    </div>
  </li>`;
}

function head(page: Page, message: APIMessage): TemplateResult {
  const isApp = message.author.bot === true;
  return html`${replyLine(page, message)}
    ${userAvatar(page.state, message.author)}
    <h3 class="message-head"><span class="author">${displayName(message.author)}</span>
      ${isApp ? html`<span class="app-tag">APP</span>` : nothing}
      ${time(Date.parse(message.timestamp))}</h3>`;
}

function time(milliseconds: number): TemplateResult {
  const full = formatTimestamp(milliseconds / 1000, "F", now(), reader);
  return html`<time class="message-time" title=${full} datetime=${new Date(milliseconds).toISOString()}
    >${formatMessageTime(milliseconds, now(), reader)}</time>`;
}

/** "Mira used /leaderboard", or the message this one answers. */
function replyLine(page: Page, message: APIMessage): Shown {
  const { state } = page;
  const user = message.interaction_metadata?.user ?? message.interaction?.user;
  const name = message.interaction?.name;
  if (user && message.interaction_metadata?.type !== COMPONENT_PRESS && (name || !message.message_reference)) {
    const isOfMenu = state.hello?.commands.some((one) => one.type === MESSAGE_COMMAND && one.name === name);
    const command = name ? html`<span class="reply-command">${isOfMenu ? "" : "/"}${name}</span>` : html`a command`;
    return html`<div class="reply">${userAvatar(state, user, "is-tiny")}
      <span class="reply-name">${userName(state, user.id)}</span> used ${command}</div>`;
  }
  const answered = answeredMessage(page, message);
  if (!answered) return nothing;
  return html`<div class="reply">${userAvatar(state, answered.author, "is-tiny")}
    <span class="reply-name">${displayName(answered.author)}</span><span class="reply-text">${summaryOf(state, answered)}</span></div>`;
}

/** Discord leaves the answered message out of what it sends at once; then it is looked up among those shown. */
function answeredMessage({ state }: Page, message: APIMessage): APIMessage | undefined {
  if (message.referenced_message) return message.referenced_message;
  const id = message.message_reference?.message_id;
  return id === undefined ? undefined : state.histories.get(message.channel_id)?.messages.find((one) => one.id === id);
}

function body(page: Page, message: APIMessage): TemplateResult {
  if (((message.flags ?? 0) & MESSAGE_FLAG.loading) !== 0)
    return html`<p class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${displayName(message.author)} is thinking…</p>`;
  return html`${markdown(page, message.content)}
    ${loose(message).map(attachment)}
    ${embeds(page, message)}
    ${components(page, message)}
    ${message.edited_timestamp ? edited(message.edited_timestamp) : nothing}`;
}

/** The files shown below the text: none that an embed shows, and none with Components V2, which name those they show. */
function loose({ flags, attachments, embeds: all }: APIMessage): APIAttachment[] {
  if (((flags ?? 0) & MESSAGE_FLAG.modern) !== 0) return [];
  const embedded = all.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]);
  return attachments.filter(
    ({ url, filename }) => !embedded.some((at) => at === url || at === `attachment://${filename}`),
  );
}

function edited(at: string): TemplateResult {
  return html`<span class="edited" title=${formatTimestamp(Date.parse(at) / 1000, "F", now(), reader)}>(edited)</span>`;
}

function attachment({ url, filename, content_type: kind, description, size }: APIAttachment): TemplateResult {
  if (kind?.startsWith("image/") || /\.(png|jpe?g|gif|webp|svg)$/i.test(filename))
    return html`<img class="attachment" src=${url} alt=${description ?? filename} loading="lazy" />`;
  return html`<a class="file" href=${url} download=${filename}>${fileIcon}${filename}
    <span class="file-size">${Math.ceil(size / 1024)} KB</span></a>`;
}

function threadLink(page: Page, message: APIMessage): Shown {
  const thread = channelOf(page.state, message.thread?.id ?? message.id);
  if (!thread?.parentId) return nothing;
  const count = message.thread && "message_count" in message.thread ? (message.thread.message_count ?? 0) : 0;
  return html`<button class="thread-link" @click=${() => openChannel(page, thread.id)}>
    <span class="thread-name">${thread.name}</span><span class="thread-more"
      >${count === 1 ? "1 message" : count > 0 ? `${count} messages` : "See thread"} ›</span></button>`;
}

function failure(page: Page, message: APIMessage): Shown {
  const text = page.state.failures.get(message.id);
  return text === undefined ? nothing : html`<p class="failure">${warningIcon}${text}</p>`;
}

function privateNote(leave: () => void): TemplateResult {
  return html`<p class="private-note"><svg viewBox="0 0 24 24" aria-hidden="true"><path
      d="M2 12s3.6-6 10-6 10 6 10 6-3.6 6-10 6S2 12 2 12z" /><circle cx="12" cy="12" r="2.5" /></svg>
    Only you can see this · <button class="text-button" @click=${leave}>Dismiss message</button></p>`;
}

/** A command that got no answer: what Discord leaves in the channel for its person. */
export function failedCommandView(page: Page, failed: FailedCommand): TemplateResult {
  const { hello } = page.state;
  const you = hello?.you.name ?? "You";
  return html`<li class="message is-private">
    <div class="reply"><span class="reply-name">${you}</span> used <span class="reply-command">${failed.text}</span></div>
    ${botAvatar("")}
    <h3 class="message-head"><span class="author">${hello ? displayName(hello.bot.user) : "App"}</span>
      <span class="app-tag">APP</span>${time(failed.at)}</h3>
    <div class="message-body"><p class="failure">${warningIcon}${failed.why}</p>
      ${privateNote(() => dismissFailedCommand(page, failed.id))}</div>
  </li>`;
}
