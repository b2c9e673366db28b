import type { engine } from "./engine.ts";

let loaded: typeof engine | undefined;
let loading: Promise<typeof engine> | undefined;

/** The code as safe HTML; undefined for an unknown language. The first call loads the highlighter. */
export function highlight(code: string, language: string): string | undefined | Promise<string | undefined> {
  if (language === "") return undefined;
  if (loaded) return highlightWith(loaded, code, language);
  loading ??= import("./engine.ts").then((module) => {
    loaded = module.engine;
    return loaded;
  });
  return loading.then((highlighter) => highlightWith(highlighter, code, language));
}

function highlightWith(highlighter: typeof engine, code: string, language: string): string | undefined {
  if (!highlighter.getLanguage(language)) return undefined;
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}
