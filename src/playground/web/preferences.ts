/** What the browser remembers for the next visit. */

export type Theme = "dark" | "light";

const THEME = "rootine.theme";
const GUIDE_DISMISSED = "rootine.guide-dismissed";

/** The chosen theme, or the system's. */
export function initialTheme(): Theme {
  const chosen = read(THEME);
  if (chosen === "dark" || chosen === "light") return chosen;
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}

export function rememberTheme(theme: Theme): void {
  write(THEME, theme);
}

export function isGuideDismissed(): boolean {
  return read(GUIDE_DISMISSED) !== undefined;
}

export function rememberGuideDismissed(): void {
  write(GUIDE_DISMISSED, "yes");
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is blocked, so the choice lasts until the page is closed.
  }
}
