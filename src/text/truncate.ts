/** At most `max` characters of a text. Never half of a surrogate pair, which Discord rejects. */
export function truncate(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
}
