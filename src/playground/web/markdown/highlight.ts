/** Code highlighting with highlight.js, as in Discord. */

type Highlighter = (code: string, language: string) => string | undefined;

let highlighter: Highlighter | undefined;
let loading: Promise<Highlighter> | undefined;

/** The code as safe HTML; undefined for an unknown language. The first call loads the highlighter. */
export function highlight(code: string, language: string): string | undefined | Promise<string | undefined> {
  if (language === "") return undefined;
  if (highlighter) return highlighter(code, language);
  loading ??= load();
  return loading.then((loaded) => loaded(code, language));
}

async function load(): Promise<Highlighter> {
  const { default: engine } = await import("highlight.js/lib/core");
  const { languages } = await import("./languages.ts");
  for (const [name, define] of Object.entries(languages)) engine.registerLanguage(name, define);
  highlighter = (code, language) =>
    engine.getLanguage(language) ? engine.highlight(code, { language, ignoreIllegals: true }).value : undefined;
  return highlighter;
}
