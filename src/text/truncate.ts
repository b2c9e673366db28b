/** Truncates a text to `max` characters without splitting a surrogate pair, which Discord would reject. */
export function truncate(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
}
