import type { APIAttachment, APIMessage } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { messageTimeText, timestampText } from "../clock.ts";
import { COMMAND, hasFlag, INTERACTION } from "../enums.ts";
import { runMessageCommand } from "../interactions.ts";
import { channelOf, displayName, messageCommands, summaryOf, userName } from "../lookup.ts";
import { deleteMessage, openChannel } from "../navigation.ts";
import type { App, FailedCommand } from "../state.ts";
import { components } from "./components.ts";
import { embeds } from "./embeds.ts";
import { appsIcon, botAvatar, eyeIcon, fileIcon, userAvatar, warningIcon } from "./icons.ts";
import { markdown } from "./markdown.ts";

type Content = TemplateResult | typeof nothing;

/** One message. A grouped message has the author of the message above it and no header. */
export function messageView(app: App, message: APIMessage, isGrouped: boolean): TemplateResult {
  const isPrivate = hasFlag(message, "ephemeral");
  const isMention = message.mentions.some(({ id }) => id === app.state.userId);
  const classes = { message: true, "is-grouped": isGrouped, "is-private": isPrivate, "is-mention": isMention };
  const error = app.state.componentErrors.get(message.id);
  const dismiss = () => {
    deleteMessage(app.state, message.channel_id, message.id);
    app.send({ type: "dismiss", messageId: message.id });
    app.update();
  };
  return html`<li class=${classMap(classes)} data-message-id=${message.id} @contextmenu=${openAppsMenu}>
    ${isGrouped ? nothing : head(app, message)}
    ${messageTools(app, message)}
    <div class="message-body">
      ${body(app, message)}
      ${threadLink(app, message)}
      ${error === undefined ? nothing : failure(error)}
      ${isPrivate ? privateNote(dismiss) : nothing}
    </div>
  </li>`;
}

function head(app: App, message: APIMessage): TemplateResult {
  return html`${replyLine(app, message)}
    ${userAvatar(app.state, message.author)}
    ${author(displayName(message.author), message.author.bot === true, Date.parse(message.timestamp))}`;
}

function author(name: string, isApp: boolean, milliseconds: number): TemplateResult {
  return html`<h3 class="message-head"><strong>${name}</strong>
    ${isApp ? html`<span class="app-tag">APP</span>` : nothing}
    <small><time title=${timestampText(milliseconds / 1000, "F")} datetime=${new Date(milliseconds).toISOString()}
      >${messageTimeText(milliseconds)}</time></small></h3>`;
}

/** "Mira used /leaderboard", or the message that this one replies to. */
function replyLine(app: App, message: APIMessage): Content {
  const { state } = app;
  const user = message.interaction_metadata?.user ?? message.interaction?.user;
  const name = message.interaction?.name;
  const isOfComponent = message.interaction_metadata?.type === INTERACTION.component;
  if (user && !isOfComponent && (name || !message.message_reference)) {
    const isMenuCommand = state.hello?.commands.some((one) => one.type === COMMAND.message && one.name === name);
    return html`<div class="reply">${userAvatar(state, user, "is-tiny")}
      ${used(userName(state, user.id), name && `${isMenuCommand ? "" : "/"}${name}`)}</div>`;
  }
  const original = repliedMessage(app, message);
  if (!original) return nothing;
  return html`<div class="reply">${userAvatar(state, original.author, "is-tiny")}
    <strong>${displayName(original.author)}</strong><span class="ellipsis">${summaryOf(state, original)}</span></div>`;
}

function used(name: string, command: string | undefined): TemplateResult {
  return html`<strong>${name}</strong> used ${command ? html`<span class="mention">${command}</span>` : "a command"}`;
}

/** Discord omits the original from some payloads. If so, looks it up among the loaded messages. */
function repliedMessage({ state }: App, message: APIMessage): APIMessage | undefined {
  if (message.referenced_message) return message.referenced_message;
  const id = message.message_reference?.message_id;
  return id === undefined ? undefined : state.histories.get(message.channel_id)?.messages.find((one) => one.id === id);
}

function body(app: App, message: APIMessage): TemplateResult {
  if (hasFlag(message, "loading"))
    return html`<p class="thinking" aria-busy="true">${displayName(message.author)} is thinking…</p>`;
  const { edited_timestamp: edited } = message;
  return html`${markdown(app, message.content)}
    ${looseAttachments(message).map(attachment)}
    ${embeds(app, message)}
    ${components(app, message)}
    ${edited ? html`<small title=${timestampText(Date.parse(edited) / 1000, "F")}>(edited)</small>` : nothing}`;
}

/** Attachments that neither an embed nor a component shows. */
function looseAttachments(message: APIMessage): APIAttachment[] {
  if (hasFlag(message, "componentsV2")) return [];
  const embedded = message.embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]);
  return message.attachments.filter(
    ({ url, filename }) => !embedded.includes(url) && !embedded.includes(`attachment://${filename}`),
  );
}

function attachment({ url, filename, content_type: type, description, size }: APIAttachment): TemplateResult {
  if (type?.startsWith("image/"))
    return html`<img class="attachment" src=${url} alt=${description ?? filename} loading="lazy" />`;
  return html`<a class="file" href=${url} download=${filename}>${fileIcon}${filename}
    <small>${Math.ceil(size / 1024)} KB</small></a>`;
}

function threadLink(app: App, message: APIMessage): Content {
  const thread = channelOf(app.state, message.thread?.id ?? message.id);
  if (!thread?.parentId) return nothing;
  const count = message.thread && "message_count" in message.thread ? (message.thread.message_count ?? 0) : 0;
  const label = count === 0 ? "See thread" : count === 1 ? "1 message" : `${count} messages`;
  return html`<button class="thread-link" @click=${() => openChannel(app, thread.id)}>
    <strong class="ellipsis">${thread.name}</strong><span class="thread-more">${label} ›</span></button>`;
}

function failure(text: string): TemplateResult {
  return html`<p class="failure">${warningIcon}${text}</p>`;
}

function privateNote(dismiss: () => void): TemplateResult {
  return html`<p class="private-note">${eyeIcon} Only you can see this ·
    <button class="text-button" @click=${dismiss}>Dismiss message</button></p>`;
}

/** What Discord shows a user when a command gets no response. */
export function failedCommandView(app: App, { id, text, error, at }: FailedCommand): TemplateResult {
  const { state } = app;
  const bot = state.hello?.bot.user;
  const dismiss = () => {
    state.failedCommands = state.failedCommands.filter((failed) => failed.id !== id);
    app.update();
  };
  return html`<li class="message is-private">
    <div class="reply">${used(state.hello?.you.name ?? "You", text)}</div>
    ${botAvatar("")}
    ${author(bot ? displayName(bot) : "App", true, at)}
    <div class="message-body">${failure(error)}${privateNote(dismiss)}</div>
  </li>`;
}

/** The Apps menu of a message, shown on hover and on keyboard focus. */
function messageTools(app: App, message: APIMessage): TemplateResult | typeof nothing {
  const commands = messageCommands(app.state);
  if (hasFlag(message, "ephemeral") || hasFlag(message, "loading") || commands.length === 0) return nothing;
  const id = `apps-${message.id}`;
  return html`<div class="message-tools">
    <button class="icon-button" aria-label="Apps" title="Apps" popovertarget=${id}>${appsIcon}</button>
    <div class="menu floating" id=${id} popover role="group" aria-label="Apps">${commands.map(
      (
        command,
        index,
      ) => html`<button class="list-item" ?autofocus=${index === 0} popovertarget=${id} popovertargetaction="hide"
        @click=${() => runMessageCommand(app, message, command)}>${command.name}</button>`,
    )}</div></div>`;
}

/** A right click opens the Apps menu, except on links and images, which keep the browser's menu. */
function openAppsMenu(event: MouseEvent): void {
  const { target, currentTarget } = event;
  const isMedia = target instanceof Element && target.closest("a, img") !== null;
  const button =
    currentTarget instanceof Element ? currentTarget.querySelector<HTMLElement>(".message-tools button") : null;
  if (!button || isMedia || getSelection()?.isCollapsed === false) return;
  event.preventDefault();
  button.click();
}
