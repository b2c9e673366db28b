import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { readDraft } from "../commands/draft.ts";
import type { Suggestions } from "../commands/suggest.ts";
import { channelOf, titleOf } from "../names.ts";
import type { Page } from "../state.ts";
import { commandsOf, sendWriting, suggestionsOf, takeSuggestion, write } from "../writing.ts";
import { picker } from "./picker.ts";

/** The field at the bottom: plain words, or a slash command whose options show as chips behind the text. */
export function composer(page: Page): TemplateResult {
  const { state } = page;
  const channel = channelOf(state, state.channelId);
  if (channel && !channel.canSend)
    return html`<div class="composer is-closed">You do not have permission to send messages in this channel.</div>`;
  const suggestions = suggestionsOf(state);
  const { text, why, active, hasMoved } = state.composer;
  const isOpen = suggestions !== undefined && (suggestions.items.length > 0 || suggestions.option !== undefined);
  const isMarked = isOpen && suggestions.items.length > 0 && (suggestions.eager || hasMoved);
  const activeId = isMarked ? `suggestion-${active}` : nothing;
  const target = channel ? `Message ${titleOf(channel)}` : "Message";
  const heard = (event: Event) => {
    if (event.target instanceof HTMLTextAreaElement) write(page, event.target.value, event.target.selectionStart);
  };
  const moved = (event: Event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || field.selectionStart === state.composer.caret) return;
    write(page, field.value, field.selectionStart);
  };
  return html`<div class="composer">
    ${isOpen ? picker(page, suggestions) : nothing}
    ${why === undefined ? nothing : html`<p class="composer-why" role="alert">${codeMarks(why)}</p>`}
    <div class="composer-field">
      <div class=${text.startsWith("/") ? "composer-text is-command" : "composer-text"}><div class="mirror" aria-hidden="true">${mirror(page, text)}</div>
      <textarea id="composer" rows="1" aria-autocomplete="list" aria-haspopup="listbox" aria-label=${target}
        aria-controls=${isOpen ? "suggestions" : nothing} aria-activedescendant=${activeId} spellcheck=${!text.startsWith("/")}
        placeholder=${target} .value=${live(text)} maxlength="2000" @input=${heard} @keyup=${moved} @click=${moved}
        @keydown=${(event: KeyboardEvent) => steer(page, event, isOpen ? suggestions : undefined)}></textarea></div>
      <button class="icon-button send" aria-label="Send" ?disabled=${text.trim() === ""} @click=${() => sendWriting(page)}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 4l17 8-17 8 3-8z" /></svg></button>
    </div></div>`;
}

/** The same text as in the field, letter upon letter, with a chip drawn behind each option. */
function mirror(page: Page, text: string): unknown {
  const draft = text.startsWith("/") ? readDraft(text, commandsOf(page.state)) : undefined;
  if (!draft) return `${text}\u200b`;
  const first = draft.parts[0]?.start ?? text.length;
  const chips = draft.parts.map(({ start, valueStart, end }) => {
    const valueEnd = valueStart + text.slice(valueStart, end).trimEnd().length;
    return html`<span class="chip"><span class="chip-name">${text.slice(start, valueStart)}</span><span>${text.slice(valueStart, valueEnd)}</span></span>${text.slice(valueEnd, end)}`;
  });
  return html`<span class="chip-command">${text.slice(0, draft.nameEnd)}</span>${text.slice(draft.nameEnd, first)}${chips}\u200b`;
}

function codeMarks(text: string): unknown {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code class="inline-code">${part}</code>` : part));
}

function steer(page: Page, event: KeyboardEvent, suggestions: Suggestions | undefined): void {
  if (event.isComposing) return;
  const { composer } = page.state;
  const item = suggestions?.items[composer.active];
  const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (suggestions && suggestions.items.length > 0 && step !== 0) {
    const count = suggestions.items.length;
    const isEntering = !suggestions.eager && !composer.hasMoved;
    composer.active = isEntering ? (step > 0 ? 0 : count - 1) : (composer.active + step + count) % count;
    composer.hasMoved = true;
    page.changed();
  } else if (suggestions && event.key === "Escape") {
    composer.isPickerClosed = true;
    page.changed();
  } else if (suggestions && item && event.key === "Tab" && isPlain) takeSuggestion(page, suggestions, item);
  else if (event.key === "Enter" && !event.shiftKey) {
    if (suggestions && item && (suggestions.eager || composer.hasMoved)) takeSuggestion(page, suggestions, item);
    else sendWriting(page);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
