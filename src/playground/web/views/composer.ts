import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { live } from "lit-html/directives/live.js";
import type { Suggestion, Suggestions } from "../commands/suggest.ts";
import { readDraft } from "../commands/tree.ts";
import { accept, commandsOf, setText, submit, suggestionsOf } from "../composer.ts";
import { channelOf, channelTitle } from "../lookup.ts";
import type { App } from "../state.ts";
import { sendIcon } from "./icons.ts";

/** The field for messages and slash commands. Options appear as chips behind the text. */
export function composer(app: App): TemplateResult {
  const { state } = app;
  const channel = channelOf(state, state.channelId);
  if (channel && !channel.canSend)
    return html`<div class="composer is-closed">You do not have permission to send messages in this channel.</div>`;
  const found = suggestionsOf(state);
  const open = found && (found.items.length > 0 || found.option !== undefined) ? found : undefined;
  const { text, error } = state.composer;
  return html`<div class="composer">
    ${open ? suggestionList(app, open) : nothing}
    ${error === undefined ? nothing : html`<p class="composer-error" role="alert">${codeMarks(error)}</p>`}
    <div class="composer-field">
      <div class=${text.startsWith("/") ? "composer-text is-command" : "composer-text"}><div class="mirror" aria-hidden="true">${mirror(app, text)}</div>
      ${textarea(app, open, channel ? `Message ${channelTitle(channel)}` : "Message")}</div>
      <button class="icon-button send" aria-label="Send" ?disabled=${text.trim() === ""} @click=${() => submit(app)}>${sendIcon}</button>
    </div></div>`;
}

function textarea(app: App, suggestions: Suggestions | undefined, label: string): TemplateResult {
  const { text, caret, activeIndex, hasMoved } = app.state.composer;
  const isMarked = suggestions && suggestions.items.length > 0 && (suggestions.enterAccepts || hasMoved);
  const onInput = ({ target }: Event) => {
    if (target instanceof HTMLTextAreaElement) setText(app, target.value, target.selectionStart);
  };
  const onCaretMove = (event: Event) => {
    if (event.target instanceof HTMLTextAreaElement && event.target.selectionStart !== caret) onInput(event);
  };
  return html`<textarea id="composer" rows="1" aria-autocomplete="list" aria-haspopup="listbox" aria-label=${label}
    aria-controls=${suggestions ? "suggestions" : nothing} aria-activedescendant=${isMarked ? `suggestion-${activeIndex}` : nothing}
    spellcheck=${!text.startsWith("/")} placeholder=${label} .value=${live(text)} maxlength="2000"
    @input=${onInput} @keyup=${onCaretMove} @click=${onCaretMove}
    @keydown=${(event: KeyboardEvent) => onKeydown(app, event, suggestions)}></textarea>`;
}

/** A copy of the field's text, aligned letter by letter, with a chip behind each option. */
function mirror(app: App, text: string): unknown {
  const draft = text.startsWith("/") ? readDraft(text, commandsOf(app.state)) : undefined;
  if (!draft) return `${text}\u200b`;
  const first = draft.parts[0]?.start ?? text.length;
  const chips = draft.parts.map(({ start, valueStart, end }) => {
    const valueEnd = valueStart + text.slice(valueStart, end).trimEnd().length;
    return html`<span class="chip"><span class="chip-name">${text.slice(start, valueStart)}</span><span>${text.slice(valueStart, valueEnd)}</span></span>${text.slice(valueEnd, end)}`;
  });
  return html`<span class="chip-command">${text.slice(0, draft.nameEnd)}</span>${text.slice(draft.nameEnd, first)}${chips}\u200b`;
}

function codeMarks(text: string): unknown {
  return text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

function onKeydown(app: App, event: KeyboardEvent, suggestions: Suggestions | undefined): void {
  if (event.isComposing) return;
  const { composer } = app.state;
  const count = suggestions?.items.length ?? 0;
  const item = suggestions?.items[composer.activeIndex];
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (suggestions && count > 0 && step !== 0) {
    const isEntering = !suggestions.enterAccepts && !composer.hasMoved;
    const from = isEntering ? (step > 0 ? -1 : 0) : composer.activeIndex;
    composer.activeIndex = (from + step + count) % count;
    composer.hasMoved = true;
    app.update();
  } else if (suggestions && event.key === "Escape") {
    composer.isListClosed = true;
    app.update();
  } else if (suggestions && item && event.key === "Tab" && !event.shiftKey) accept(app, suggestions, item);
  else if (event.key === "Enter" && !event.shiftKey) {
    if (suggestions && item && (suggestions.enterAccepts || composer.hasMoved)) accept(app, suggestions, item);
    else submit(app);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** The list above the composer: commands, options or values. */
function suggestionList(app: App, suggestions: Suggestions): TemplateResult {
  const { items, title, enterAccepts } = suggestions;
  const accepts = items.length > 0 && (enterAccepts || app.state.composer.hasMoved);
  return html`<div class="suggestions floating">
    <div class="suggestions-title">${title}</div>
    <div id="suggestions" class="suggestions-list" role="listbox" aria-label=${title} tabindex="0">
      ${items.map((item, index) => row(app, suggestions, item, index))}
    </div>
    ${items.length === 0 ? html`<p class="list-note" role="status">${emptyText(app, suggestions)}</p>` : nothing}
    <div class="suggestions-keys" aria-hidden="true"><kbd>↑</kbd><kbd>↓</kbd> select <kbd>Tab</kbd> accept
      <kbd>Enter</kbd> ${accepts ? "accept" : "send"} <kbd>Esc</kbd> close</div>
  </div>`;
}

function row(app: App, suggestions: Suggestions, item: Suggestion, index: number): TemplateResult {
  const { activeIndex, hasMoved } = app.state.composer;
  // If Enter sends the text, no item is active until an arrow key moves into the list.
  const isActive = index === activeIndex && (suggestions.enterAccepts || hasMoved);
  // Not on click: the field must keep the focus.
  const onMousedown = (event: Event) => {
    event.preventDefault();
    accept(app, suggestions, item);
  };
  return html`<div id=${`suggestion-${index}`} role="option" aria-selected=${isActive}
    class=${classMap({ "list-item": true, "is-active": isActive })} @mousedown=${onMousedown}>
    <strong>${item.label}</strong>
    ${item.required === undefined ? nothing : html`<small>${item.required ? "required" : "optional"}</small>`}
    <small class="suggestion-text">${item.description}</small></div>`;
}

function emptyText(app: App, { autocomplete, option, value }: Suggestions): string {
  const request = app.state.composer.autocomplete;
  if (autocomplete && request?.hasFailed) return "Loading options failed.";
  if (autocomplete && request?.choices === undefined) return "Loading options…";
  if (autocomplete) return "No options match your search.";
  if (value !== "") return "Press Enter to send the command.";
  return option?.required ? "Required. Type a value." : "Type a value.";
}
