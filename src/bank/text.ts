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
