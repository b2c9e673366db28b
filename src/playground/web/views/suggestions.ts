import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import type { Suggestion, Suggestions } from "../commands/suggest.ts";
import { accept } from "../composer.ts";
import type { App } from "../state.ts";

/** The list above the composer: commands, options or values. */
export function suggestionList(app: App, suggestions: Suggestions): TemplateResult {
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
  // Where Enter sends, nothing is marked until an arrow key moves into the list.
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
