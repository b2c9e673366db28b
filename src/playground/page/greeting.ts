import type { Page } from "./state.ts";
import { remember, remembered } from "./theme.ts";

const KEY = "rootine.greeted";

export function isFirstVisit(): boolean {
  return remembered(KEY) === undefined;
}

export function closeGreeting(page: Page): void {
  remember(KEY, "yes");
  page.state.isGreeting = false;
  page.changed();
}

export function showGreeting(page: Page): void {
  page.state.isGreeting = true;
  page.changed();
}
