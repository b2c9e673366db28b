import type { LanguageFn } from "highlight.js";

/** Colours for code: highlight.js, as in Discord. Fetched when the first code block is shown, not before. */

type Highlighter = (code: string, language: string) => string | undefined;

let highlighter: Highlighter | undefined;
let loading: Promise<void> | undefined;

/** The code as safe HTML with classes; undefined while colours are on their way or for an unknown language. */
export function highlighted(code: string, language: string, arrived: () => void): string | undefined {
  if (language === "") return undefined;
  if (highlighter) return highlighter(code, language);
  loading ??= load();
  loading.then(arrived, () => {});
  return undefined;
}

async function load(): Promise<void> {
  const { default: engine } = await import("highlight.js/lib/core");
  const { languages } = await import("./languages.ts");
  for (const [name, define] of languages) engine.registerLanguage(name, define);
  highlighter = (code, language) =>
    engine.getLanguage(language) ? engine.highlight(code, { language, ignoreIllegals: true }).value : undefined;
}

export type Language = [name: string, define: LanguageFn];
