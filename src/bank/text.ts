/** Normalizes text for comparison. Ignores markup, case, width variants and extra spaces. */
export function normalize(text: string): string {
  return text.normalize("NFKC").replace(/[`*]/g, "").toLowerCase().replace(/\s+/g, " ").trim();
}

export function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```|`[^`]*`/g, " ");
}

export function wordsIn(text: string): Set<string> {
  return new Set(normalize(text).match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? []);
}

/** The length in code points. */
export function lengthOf(text: string): number {
  return [...text].length;
}

export function totalLength(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + lengthOf(text), 0);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: " " };

/** Removes tags, comments, entities and line breaks, so only changes of the wording change the text. */
export function plainText(markup: string): string {
  return markup
    .replace(/<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, "$1")
    .replace(/<\/?[a-zA-Z][^<>]*>/g, " ")
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (entity, decimal, hex, name) => {
      const code = decimal ? Number(decimal) : Number.parseInt(hex ?? "", 16);
      return name ? (ENTITIES[name] ?? entity) : String.fromCodePoint(code);
    })
    .replace(/\s+/g, " ")
    .trim();
}
