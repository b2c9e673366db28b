import { rulesExtended, SimpleMarkdown } from "discord-markdown-parser";
import { isTimestampStyle, type TimestampStyle } from "../time-format.ts";

type ParserRule = Parameters<typeof SimpleMarkdown.parserFor>[0][string];

const ITEM = /^( *)([-*]|\d{1,9}\.) +(.*)$/;
// The line break after a list is not consumed: subtext and headings only match after one.
const BULLETS = /^ *[-*] +[^\n]+(?:\n(?: *[-*] +| {2,})[^\n]+)*(?=\n|$)/;
const NUMBERS = /^ *\d{1,9}\. +[^\n]+(?:\n(?: *\d{1,9}\. +| {2,})[^\n]+)*(?=\n|$)/;

type Item = { indent: number; ordered: boolean; start: number; lines: string[] };

/** Discord's lists, which discord-markdown-parser lacks: `-`, `*` and `1.`, nested by indentation. */
const listRule: ParserRule = {
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

/** The items of the outermost level. Nested lines stay, unindented, with the item they belong to. */
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

/** Discord's Markdown as a tree of what the page can render. */
export type MarkdownNode =
  | { type: "text"; text: string }
  | { type: "break" }
  | { type: "strong" | "emphasis" | "underline" | "strike" | "spoiler" | "quote" | "subtext"; children: MarkdownNode[] }
  | { type: "heading"; level: number; children: MarkdownNode[] }
  | { type: "list"; ordered: boolean; start: number; items: MarkdownNode[][] }
  | { type: "link"; target: string; children: MarkdownNode[] }
  | { type: "inline-code"; text: string }
  | { type: "code"; language: string; text: string }
  | { type: "user" | "role" | "channel"; id: string }
  | { type: "everyone"; text: string }
  | { type: "command"; name: string; id: string }
  | { type: "emoji"; name: string; id: string }
  | { type: "timestamp"; seconds: number; style: TimestampStyle };

type Parsed = ReturnType<ReturnType<typeof SimpleMarkdown.parserFor>>[number];

const parser = SimpleMarkdown.parserFor({ ...rulesExtended, list: listRule });

export function parseMarkdown(source: string): MarkdownNode[] {
  return tidy(parser(source, { inline: true }).map(nodeOf));
}

/** Nodes that only wrap others: the parser's name, and ours. */
const WRAPPERS = {
  strong: "strong",
  underline: "underline",
  u: "underline",
  em: "emphasis",
  strikethrough: "strike",
  spoiler: "spoiler",
  subtext: "subtext",
} as const;

function isWrapper(type: string): type is keyof typeof WRAPPERS {
  return type in WRAPPERS;
}

function nodeOf(parsed: Parsed): MarkdownNode {
  if (isWrapper(parsed.type)) return { type: WRAPPERS[parsed.type], children: childrenOf(parsed.content) };
  return inlineOf(parsed) ?? blockOf(parsed) ?? mentionOf(parsed) ?? { type: "text", text: text(parsed.content) };
}

function inlineOf(parsed: Parsed): MarkdownNode | undefined {
  switch (parsed.type) {
    case "br":
    case "newline":
      return { type: "break" };
    case "link":
    case "url":
    case "autolink":
      return linkOf(text(parsed.target), childrenOf(parsed.content));
    case "inlineCode":
      return { type: "inline-code", text: text(parsed.content) };
    case "twemoji":
      return { type: "text", text: text(parsed.name) };
    default:
      return undefined;
  }
}

/** Only web links: `javascript:` and the like stay text. */
function linkOf(target: string, children: MarkdownNode[]): MarkdownNode {
  if (!/^https?:\/\//i.test(target)) return { type: "text", text: children.map((child) => plainText(child)).join("") };
  return { type: "link", target, children };
}

function blockOf(parsed: Parsed): MarkdownNode | undefined {
  switch (parsed.type) {
    case "blockQuote":
      return { type: "quote", children: withoutLastBreak(childrenOf(parsed.content)) };
    case "heading":
      return { type: "heading", level: Number(parsed.level), children: childrenOf(parsed.content) };
    case "codeBlock":
      return { type: "code", language: text(parsed.lang), text: text(parsed.content) };
    case "list": {
      const items: unknown[] = Array.isArray(parsed.items) ? parsed.items : [];
      const start = Number(parsed.start);
      return { type: "list", ordered: parsed.ordered === true, start, items: items.map(childrenOf) };
    }
    default:
      return undefined;
  }
}

function mentionOf(parsed: Parsed): MarkdownNode | undefined {
  const id = text(parsed.id);
  switch (parsed.type) {
    case "user":
    case "role":
    case "channel":
      return { type: parsed.type, id };
    case "everyone":
    case "here":
      return { type: "everyone", text: `@${parsed.type}` };
    case "slashCommand":
      return { type: "command", name: text(parsed.fullName), id };
    case "emoji":
      return { type: "emoji", name: text(parsed.name), id };
    case "timestamp": {
      const style = isTimestampStyle(parsed.format) ? parsed.format : "f";
      return { type: "timestamp", seconds: Number(parsed.timestamp), style };
    }
    default:
      return undefined;
  }
}

function childrenOf(content: unknown): MarkdownNode[] {
  return Array.isArray(content)
    ? tidy(content.filter(isParsed).map(nodeOf))
    : tidy([{ type: "text", text: text(content) }]);
}

function isParsed(value: unknown): value is Parsed {
  return typeof value === "object" && value !== null && "type" in value;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

const BLOCKS = new Set<MarkdownNode["type"]>(["heading", "subtext", "quote", "code", "list"]);

/** Joins adjacent texts, and drops line breaks next to blocks, which start a new line anyway. */
function tidy(nodes: MarkdownNode[]): MarkdownNode[] {
  const joined: MarkdownNode[] = [];
  for (const [index, node] of nodes.entries()) {
    const last = joined.at(-1);
    if (node.type === "text" && last?.type === "text")
      joined[joined.length - 1] = { type: "text", text: last.text + node.text };
    else if (node.type === "break" && touchesBlock(nodes, index, last)) continue;
    else if (node.type !== "text" || node.text !== "") joined.push(node);
  }
  return joined;
}

function withoutLastBreak(nodes: MarkdownNode[]): MarkdownNode[] {
  return nodes.at(-1)?.type === "break" ? nodes.slice(0, -1) : nodes;
}

function touchesBlock(nodes: MarkdownNode[], index: number, last: MarkdownNode | undefined): boolean {
  const next = nodes[index + 1];
  const follows = last !== undefined && (last.type === "code" || last.type === "quote");
  return follows || (next !== undefined && BLOCKS.has(next.type) && last !== undefined && last.type !== "break");
}

export type MentionNode = Extract<MarkdownNode, { type: "user" | "role" | "channel" | "timestamp" }>;

/** The text alone, for screen readers and labels. */
export function plainText(node: MarkdownNode, mentionText: (mention: MentionNode) => string = () => " "): string {
  const joined = (nodes: MarkdownNode[]) => nodes.map((child) => plainText(child, mentionText)).join("");
  switch (node.type) {
    case "text":
    case "inline-code":
    case "code":
    case "everyone":
      return node.text;
    case "list":
      return node.items.map((item) => `${joined(item)} `).join("");
    case "command":
      return `/${node.name}`;
    case "emoji":
      return `:${node.name}:`;
    case "break":
      return " ";
    case "timestamp":
    case "user":
    case "role":
    case "channel":
      return mentionText(node);
    case "spoiler":
      return "hidden text";
    case "heading":
    case "quote":
    case "subtext":
      return `${joined(node.children)} `;
    default:
      return joined(node.children);
  }
}
