import type { SimpleMarkdown } from "discord-markdown-parser";

type ParserRule = Parameters<typeof SimpleMarkdown.parserFor>[0][string];

const ITEM = /^( *)([-*]|\d{1,9}\.) +(.*)$/;
// The line break after a list is not consumed: subtext and headings only match after one.
const BULLETS = /^ *[-*] +[^\n]+(?:\n(?: *[-*] +| {2,})[^\n]+)*(?=\n|$)/;
const NUMBERS = /^ *\d{1,9}\. +[^\n]+(?:\n(?: *\d{1,9}\. +| {2,})[^\n]+)*(?=\n|$)/;

type Item = { indent: number; ordered: boolean; start: number; lines: string[] };

/** Discord's lists, which discord-markdown-parser lacks: `-`, `*` and `1.`, nested by indentation. */
export const listRule: ParserRule = {
  order: 4.5,
  match: (source, state) => {
    const before = state.prevCapture?.[0] ?? "";
    if (before !== "" && !before.endsWith("\n")) return null;
    return BULLETS.exec(source) ?? NUMBERS.exec(source);
  },
  parse: (capture, parse, state) => {
    const items = splitItems(capture[0] ?? "");
    const first = items[0];
    return {
      type: "list",
      ordered: first?.ordered ?? false,
      start: first?.start ?? 1,
      items: items.map((item) => parse(item.lines.join("\n"), { ...state, prevCapture: null, inline: true })),
    };
  },
};

/** The items of the outermost level; nested lines stay, unindented, with the item they belong to. */
function splitItems(source: string): Item[] {
  const items: Item[] = [];
  for (const line of source.split("\n")) {
    const match = ITEM.exec(line);
    const current = items.at(-1);
    const indent = match?.[1]?.length ?? line.length - line.trimStart().length;
    if (current && (!match || indent >= current.indent + 2)) {
      current.lines.push(line.slice(Math.min(indent, current.indent + 2)));
    } else if (match) {
      const marker = match[2] ?? "-";
      const ordered = /\d/.test(marker);
      items.push({ indent, ordered, start: ordered ? Number.parseInt(marker, 10) : 1, lines: [match[3] ?? ""] });
    }
  }
  return items;
}
