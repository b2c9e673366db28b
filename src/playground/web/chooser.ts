import type { Chooser, ChooserItem, Page } from "./state.ts";

/** The open list of a select menu: what typing, choosing and leaving do. */

const SEARCH_FROM = 11;

export function openChooser(page: Page, menu: Omit<Chooser, "query" | "active">): void {
  if (page.state.chooser?.key === menu.key) {
    closeChooser(page);
    return;
  }
  const active = menu.items.findIndex(({ value }) => menu.chosen.includes(value));
  page.state.chooser = { ...menu, chosen: [...menu.chosen], query: "", active: Math.max(active, 0) };
  page.changed();
}

export function isSearchable({ items }: Chooser): boolean {
  return items.length >= SEARCH_FROM;
}

export function visibleItems({ items, query }: Chooser): ChooserItem[] {
  const wanted = query.trim().toLowerCase();
  return items.filter(({ label, note }) => `${label} ${note}`.toLowerCase().includes(wanted));
}

export function searchChooser(page: Page, query: string): void {
  const { chooser } = page.state;
  if (!chooser) return;
  chooser.query = query;
  chooser.active = 0;
  page.changed();
}

export function moveInChooser(page: Page, step: number): void {
  const { chooser } = page.state;
  if (!chooser) return;
  const count = visibleItems(chooser).length;
  chooser.active = Math.min(Math.max(chooser.active + step, 0), Math.max(count - 1, 0));
  page.changed();
}

/** One choice closes the list; where more may be chosen, it stays open until it is left. */
export function chooseItem(page: Page, item: ChooserItem): void {
  const { chooser } = page.state;
  if (!chooser) return;
  if (chooser.most === 1) {
    const isTakenBack = chooser.least === 0 && chooser.chosen.includes(item.value);
    leave(page, chooser, isTakenBack ? [] : [item.value]);
    return;
  }
  const isChosen = chooser.chosen.includes(item.value);
  if (!isChosen && chooser.chosen.length >= chooser.most) return;
  chooser.chosen = isChosen ? chooser.chosen.filter((value) => value !== item.value) : [...chooser.chosen, item.value];
  page.changed();
}

/** Leaving a list of several sends what is chosen, as Discord does; too few are no choice. */
export function finishChooser(page: Page): void {
  const { chooser } = page.state;
  if (!chooser) return;
  const isEnough = chooser.chosen.length >= chooser.least;
  if (chooser.most > 1 && isEnough) leave(page, chooser, chooser.chosen);
  else closeChooser(page);
}

export function closeChooser(page: Page): void {
  const { chooser } = page.state;
  page.state.chooser = undefined;
  page.changed();
  if (chooser?.anchor instanceof HTMLElement) chooser.anchor.focus();
}

function leave(page: Page, chooser: Chooser, values: string[]): void {
  closeChooser(page);
  chooser.commit(chooser.items.map(({ value }) => value).filter((value) => values.includes(value)));
}
