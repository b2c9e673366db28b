import { describe, expect, it } from "vitest";
import { type MarkdownNode, parseMarkdown, plainText } from "../../src/playground/web/markdown/parse.ts";

const text = (words: string): MarkdownNode => ({ type: "text", text: words });
const ID = "123456789012345678";

describe("Discord markdown", () => {
  it.each<[string, MarkdownNode[]]>([
    ["**bold**", [{ type: "strong", children: [text("bold")] }]],
    [
      "*one* _two_",
      [{ type: "emphasis", children: [text("one")] }, text(" "), { type: "emphasis", children: [text("two")] }],
    ],
    ["__under__", [{ type: "underline", children: [text("under")] }]],
    ["~~struck~~", [{ type: "strike", children: [text("struck")] }]],
    ["||key: `A`||", [{ type: "spoiler", children: [text("key: "), { type: "inline-code", text: "A" }] }]],
    ["-# small print", [{ type: "subtext", children: [text("small print")] }]],
    [
      "- one\n-# small print",
      [
        { type: "list", ordered: false, start: 1, items: [[text("one")]] },
        { type: "subtext", children: [text("small print")] },
      ],
    ],
    ["### Title", [{ type: "heading", level: 3, children: [text("Title")] }]],
    [`<@${ID}>`, [{ type: "user", id: ID }]],
    [`<#${ID}>`, [{ type: "channel", id: ID }]],
    [`<@&${ID}>`, [{ type: "role", id: ID }]],
    [`</schedule add:${ID}>`, [{ type: "command", name: "schedule add", id: ID }]],
    ["<t:1700000000:R>", [{ type: "timestamp", seconds: 1_700_000_000, style: "R" }]],
    ["<t:1700000000>", [{ type: "timestamp", seconds: 1_700_000_000, style: "f" }]],
  ])("parses %s", (source, nodes) => {
    expect(parseMarkdown(source)).toEqual(nodes);
  });

  it("preserves code and its language", () => {
    expect(parseMarkdown("```py\nx = {**a}\n\n    # <b>\n```")).toEqual([
      { type: "code", language: "py", text: "x = {**a}\n\n    # <b>" },
    ]);
  });

  it("keeps underscores inside words", () => {
    expect(parseMarkdown("max_stalled_count")).toEqual([text("max_stalled_count")]);
  });

  it("doesn't parse a minus sign in the middle of a line as a list", () => {
    expect(parseMarkdown("a - b")).toEqual([text("a - b")]);
  });

  it("nests lists by indentation", () => {
    expect(parseMarkdown("- one\n  - inner\n- two")).toEqual([
      {
        type: "list",
        ordered: false,
        start: 1,
        items: [[text("one"), { type: "list", ordered: false, start: 1, items: [[text("inner")]] }], [text("two")]],
      },
    ]);
  });

  it("starts a numbered list at its first number", () => {
    expect(parseMarkdown("3. three\n4. four")).toMatchObject([{ type: "list", ordered: true, start: 3 }]);
  });

  it("adds no empty line after a block", () => {
    expect(parseMarkdown("### Title\nText\n```\nx\n```\nafter")).toEqual([
      { type: "heading", level: 3, children: [text("Title")] },
      text("Text"),
      { type: "code", language: "", text: "x" },
      text("after"),
    ]);
  });

  it("parses a quote of several lines and the text after it", () => {
    expect(parseMarkdown("> one\n> two\nafter")).toEqual([
      { type: "quote", children: [text("one"), { type: "break" }, text("two")] },
      text("after"),
    ]);
  });

  it("links only to web addresses", () => {
    expect(parseMarkdown("[RFC](https://example.org/a_b)")).toEqual([
      { type: "link", target: "https://example.org/a_b", children: [text("RFC")] },
    ]);
    expect(JSON.stringify(parseMarkdown("[x](javascript:alert(1)) <javascript:alert(1)>"))).not.toContain('"link"');
  });

  it("reduces a message to plain text without its spoilers", () => {
    const words = parseMarkdown(`**Next** in <#${ID}>: ||secret||`).map((node) => plainText(node, () => "#daily"));
    expect(words.join("")).toBe("Next in #daily: hidden text");
  });
});
