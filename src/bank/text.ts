/** What a reader takes in: markup, case, width forms and spacing set aside. */
export function plain(text: string): string {
  return text.normalize("NFKC").replace(/[`*]/g, "").toLowerCase().replace(/\s+/g, " ").trim();
}

/** The text outside code marks, where words are prose. */
export function prose(text: string): string {
  return text.replace(/```[\s\S]*?```|`[^`]*`/g, " ");
}

export function words(text: string): Set<string> {
  return new Set(plain(text).match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? []);
}

/** Length in characters as a reader counts them. */
export function lengthOf(text: string): number {
  return [...text].length;
}
