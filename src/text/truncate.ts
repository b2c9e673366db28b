/** The beginning of a text, so long at most and of whole characters: Discord refuses a message with half of one. */
export function cut(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}
