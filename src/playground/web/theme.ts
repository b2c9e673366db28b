import type { State } from "./state.ts";

const KEY = "rootine.theme";

/** The chosen theme, else the system's. */
export function firstTheme(): State["theme"] {
  const chosen = remembered(KEY);
  if (chosen === "dark" || chosen === "light") return chosen;
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}

export function chooseTheme(theme: State["theme"]): void {
  remember(KEY, theme);
}

/** Storage may be closed to the page; then it simply forgets. */
export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing to do: the choice holds until the page is left.
  }
}
