import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { openChooser } from "../chooser.ts";
import type { Chooser, ChooserItem, Page } from "../state.ts";

/** A select menu, closed; its list opens in the page's own layer, so that nothing cuts it off. */
export type Select = Pick<Chooser, "key" | "label" | "items" | "chosen" | "least" | "most" | "commit"> & {
  placeholder: string;
  isDisabled: boolean;
  isWaiting: boolean;
  describedBy?: string;
};

export function select(page: Page, menu: Select): TemplateResult {
  const { key, label, items, chosen, least, most, commit } = menu;
  const isOpen = page.state.chooser?.key === key;
  const open = (event: Event) => {
    const anchor = event.currentTarget;
    if (anchor instanceof HTMLElement && !menu.isWaiting)
      openChooser(page, { anchor, key, label, items, chosen, least, most, commit });
  };
  const openByKey = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open(event);
  };
  const shown = items.filter(({ value }) => chosen.includes(value));
  return html`<button type="button" class=${classMap({ select: true, "is-open": isOpen, "is-waiting": menu.isWaiting })}
    role="combobox" aria-haspopup="listbox" aria-expanded=${isOpen} aria-controls=${isOpen ? "chooser-list" : nothing}
    aria-label=${label} aria-describedby=${menu.describedBy ?? nothing} ?disabled=${menu.isDisabled}
    data-select=${key} @click=${open} @keydown=${openByKey}>
    <span class="select-value">${shown.length > 0 ? shown.map(chip(most > 1)) : placeholder(menu.placeholder)}</span>
    <svg class="chevron" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 9l6 6 6-6" /></svg>
  </button>`;
}

function chip(isMany: boolean): (item: ChooserItem) => TemplateResult {
  return ({ label, mark }) =>
    html`<span class=${isMany ? "select-chip" : "select-one"}>${mark ? html`<span>${mark}</span>` : nothing}${label}</span>`;
}

function placeholder(text: string): TemplateResult {
  return html`<span class="select-placeholder">${text}</span>`;
}
