import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { styleMap } from "lit-html/directives/style-map.js";
import {
  chooseItem,
  closeChooser,
  finishChooser,
  isSearchable,
  moveInChooser,
  searchChooser,
  visibleItems,
} from "../chooser.ts";
import type { Chooser, ChooserItem, Page } from "../state.ts";

/** The layer that holds the open list of a select menu. */
export function chooserLayer(page: Page): TemplateResult | typeof nothing {
  const { chooser } = page.state;
  if (!chooser) return nothing;
  const items = visibleItems(chooser);
  return html`<div class="layer" @click=${() => finishChooser(page)}>
    <div class="chooser" style=${styleMap(placeBeside(chooser))} @click=${(event: Event) => event.stopPropagation()}
      @keydown=${(event: KeyboardEvent) => steer(page, event, items)}>
      ${isSearchable(chooser) ? search(page, chooser) : nothing}
      <div id="chooser-list" class="chooser-list" role="listbox" aria-label=${chooser.label}
        aria-multiselectable=${chooser.most > 1} tabindex="0" aria-activedescendant=${`chooser-${chooser.active}`}>
        ${items.map((item, index) => row(page, chooser, item, index))}
      </div>
      ${items.length === 0 ? html`<p class="chooser-none">Nothing matches.</p>` : nothing}
      ${chooser.most > 1 ? footer(page, chooser) : nothing}
    </div>
  </div>`;
}

function search(page: Page, chooser: Chooser): TemplateResult {
  const typed = (event: Event) => {
    if (event.target instanceof HTMLInputElement) searchChooser(page, event.target.value);
  };
  return html`<input class="chooser-search" type="text" role="combobox" aria-expanded="true" aria-controls="chooser-list"
    aria-activedescendant=${`chooser-${chooser.active}`} aria-label="Search" placeholder="Search" .value=${chooser.query}
    autocomplete="off" @input=${typed} />`;
}

function row(page: Page, chooser: Chooser, item: ChooserItem, index: number): TemplateResult {
  const isChosen = chooser.chosen.includes(item.value);
  const isFull = chooser.most > 1 && !isChosen && chooser.chosen.length >= chooser.most;
  return html`<div id=${`chooser-${index}`} role="option" aria-selected=${isChosen} aria-disabled=${isFull}
    class=${classMap({ "chooser-item": true, "is-active": index === chooser.active, "is-full": isFull })}
    data-value=${item.value} @click=${() => chooseItem(page, item)}>
    ${item.mark ? html`<span class="chooser-mark" aria-hidden="true">${item.mark}</span>` : nothing}
    <span class="chooser-text"><span class="chooser-label">${item.label}</span>
      ${item.note ? html`<span class="chooser-note">${item.note}</span>` : nothing}</span>
    <span class=${chooser.most > 1 ? "tick is-box" : "tick"} aria-hidden="true">${isChosen ? "✓" : ""}</span>
  </div>`;
}

function footer(page: Page, { chosen, least, most }: Chooser): TemplateResult {
  const range = least === most ? `exactly ${least}` : `${least} to ${most}`;
  return html`<div class="chooser-foot"><span>${chosen.length} chosen, ${range} allowed</span>
    <button class="button primary" ?disabled=${chosen.length < least} @click=${() => finishChooser(page)}>Done</button></div>`;
}

function steer(page: Page, event: KeyboardEvent, items: ChooserItem[]): void {
  const { chooser } = page.state;
  if (!chooser) return;
  const inSearch = event.target instanceof HTMLInputElement;
  const item = items[chooser.active];
  const onButton = event.target instanceof HTMLButtonElement;
  const moves = new Map([
    ["ArrowDown", 1],
    ["ArrowUp", -1],
    ["PageDown", 8],
    ["PageUp", -8],
    ["Home", -1e6],
    ["End", 1e6],
  ]);
  const move = moves.get(event.key);
  if (event.key === "Escape") closeChooser(page);
  else if (move !== undefined) moveInChooser(page, move);
  else if (event.key === "Tab" && chooser.most === 1) closeChooser(page);
  else if (!onButton && item && (event.key === "Enter" || (event.key === " " && !inSearch))) chooseItem(page, item);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const ROOM = 320;

/** Below its select where there is room, else above it. */
function placeBeside({ anchor }: Chooser): Record<string, string> {
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom;
  const width = Math.min(Math.max(box.width, 220), innerWidth - 16);
  const left = Math.min(Math.max(box.left, 8), innerWidth - width - 8);
  const sides = { left: `${left}px`, width: `${width}px` };
  if (below >= ROOM || below >= box.top) return { ...sides, top: `${box.bottom + 4}px`, maxHeight: `${below - 12}px` };
  return { ...sides, bottom: `${innerHeight - box.top + 4}px`, maxHeight: `${box.top - 12}px` };
}

/** Where the keyboard goes when a list opens. */
export function focusChooser(root: ParentNode): void {
  const field = root.querySelector<HTMLElement>(".chooser-search") ?? root.querySelector<HTMLElement>("#chooser-list");
  field?.focus();
}
