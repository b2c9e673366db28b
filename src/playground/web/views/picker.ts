import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import type { Suggestion, Suggestions } from "../commands/suggest.ts";
import type { Page } from "../state.ts";
import { takeSuggestion } from "../writing.ts";

/** The list above the field: commands, options or values. */
export function picker(page: Page, suggestions: Suggestions): TemplateResult {
  const { items, title, kind } = suggestions;
  return html`<div class="picker">
    <div class="picker-title">${title}</div>
    <div id="suggestions" class="picker-list" role="listbox" aria-label=${title} tabindex="0">
      ${items.map((item, index) => row(page, suggestions, item, index))}
    </div>
    ${items.length === 0 ? html`<p class="picker-note" role="status">${noneText(page, suggestions)}</p>` : nothing}
    <div class="picker-keys" aria-hidden="true"><kbd>↑</kbd><kbd>↓</kbd> choose <kbd>Tab</kbd> take
      <kbd>Enter</kbd> ${items.length > 0 && (suggestions.eager || page.state.composer.hasMoved) ? "take" : "send"} <kbd>Esc</kbd> close${kind === "options" ? " the list" : ""}</div>
  </div>`;
}

function row(page: Page, suggestions: Suggestions, item: Suggestion, index: number): TemplateResult {
  const { active, hasMoved } = page.state.composer;
  // Where Enter sends, nothing is marked until the arrow keys go into the list.
  const isActive = index === active && (suggestions.eager || hasMoved);
  // mousedown, not click: the field must not lose the focus.
  const choose = (event: Event) => {
    event.preventDefault();
    takeSuggestion(page, suggestions, item);
  };
  return html`<div id=${`suggestion-${index}`} role="option" aria-selected=${isActive}
    class=${classMap({ suggestion: true, "is-active": isActive, "is-command": suggestions.kind === "commands" })} @mousedown=${choose}>
    <span class="suggestion-label">${item.label}</span>
    ${item.required === undefined ? nothing : html`<span class="suggestion-need">${item.required ? "required" : "optional"}</span>`}
    <span class="suggestion-note">${item.note}</span></div>`;
}

function noneText(page: Page, { remote, option, value }: Suggestions): string {
  const { asked } = page.state.composer;
  if (remote && asked?.failed) return "Loading options failed.";
  if (remote && asked?.choices === undefined) return "Loading options…";
  if (remote) return "No options match your search.";
  if (value !== "") return "Enter sends the command.";
  return option?.required ? "Required. Type a value." : "Type a value.";
}
