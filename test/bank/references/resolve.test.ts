import { describe, expect, it } from "vitest";
import { resolveReference } from "../../../src/bank/references/resolve.ts";
import { parseResolvers, RESOLVERS } from "../../../src/bank/references/resolvers.ts";

const files: Record<string, string> = {
  "docs/guide.md": "# Guide\n## Part\nText.\n",
  "docs/Lower/index.md": "index",
  "en/rebasing.asc": "=== Rebasing\ninclude::part.asc[]\n",
  "en/part.asc": "== Included\nPart.\n",
  "book.tex": "\\include{ch1}\n",
  "ch1.tex": "\\chapter{One}\nFirst.\n",
  "spec/All.md": "# [Part](Part%201.md)\n",
  "spec/Part 1.md": "# Part\nOne.\n",
  "draft.md": "{{draft-one.md}}\n\n# B\n",
  "draft-one.md": "# A\n## A1\nOne.\n",
  "rfc1.txt": "1.  One\n\n   Text.\n",
  "rfc1.json": '{"obsoleted_by": ["RFC2"]}',
};
const open = (name: string) => {
  if (name === "gone/gone") throw new Error("can't be had");
  return {
    version: `${name}@1`,
    read: (path: string) => files[path],
    find: (line: string) => Object.keys(files).filter((path) => new RegExp(line, "m").test(files[path] ?? "")),
  };
};

const resolvers = parseResolvers(`
# a comment
example.org/docs/*      own/docs   githubMarkdown              docs/$1.md  
example.org/docs/*      own/docs   githubMarkdown              docs/$1/index.md
example.org/old/*       own/old    githubMarkdown older        docs/$1.md
example.org/book/*      own/book   asciidoc                    contains ^=== $s1$
example.org/page/*      own/docs   githubMarkdown anchor=$1    docs/guide.md
example.org/rfc/*       own/rfc    rfc status=rfc$1.json       rfc$1.txt
example.org/closed/*    gone/gone  html                        $1
example.org/code/*/*    own/$1     html                        docs/$2.md
example.org/book.pdf    own/book   latex                       book.tex
example.org/spec        own/spec   graphql                     spec/All.md
example.org/draft       own/draft  numberedMarkdown            draft.md
example.org/low/*       own/low    html                        docs/$l1.md
example.org/options     own/docs   wholePage                   docs/$#.md
`);
const resolve = (url: string) => resolveReference(url, open, resolvers);

describe("resolveReference", () => {
  it.each([
    ["https://www.example.org/docs/guide/", "own/docs", "# Guide ## Part Text."],
    ["https://example.org/docs/guide#part", "own/docs", "## Part Text."],
    ["https://example.org/docs/Lower", "own/docs", "index"],
    ["https://example.org/book/Rebasing", "own/book", "=== Rebasing == Included Part."],
    ["https://example.org/book/Rebasing#_included", "own/book", "== Included Part."],
    ["https://example.org/book.pdf#nameddest=chapter.1", "own/book", "\\chapter{One} First."],
    ["https://example.org/spec#sec-Part", "own/spec", "# Part One."],
    ["https://example.org/draft#section-1.1", "own/draft", "## A1 One."],
    ["https://example.org/page/part", "own/docs", "## Part Text."],
    ["https://example.org/code/x/guide", "own/x", "# Guide ## Part Text."],
    ["https://example.org/low/GUIDE", "own/low", "# Guide ## Part Text."],
    ["https://example.org/options#guide", "own/docs", "# Guide ## Part Text."],
  ])("reads %s", (url, source, text) => {
    expect(resolve(url)).toEqual({ source, version: `${source}@1`, text, obsoletedBy: [] });
  });

  it.each([
    ["https://elsewhere.org/docs/guide", { reason: "no public source" }],
    ["https://example.org/closed/x", { reason: "source unavailable", source: "gone/gone" }],
    ["https://example.org/docs/absent", { reason: "page gone", source: "own/docs" }],
    ["https://example.org/docs/guide#absent", { reason: "anchor gone", source: "own/docs" }],
    ["https://example.org/old/absent", { reason: "not in this version of the source", source: "own/old" }],
    ["https://example.org/old/guide#absent", { reason: "not in this version of the source", source: "own/old" }],
  ])("explains why it can't read %s", (url, resolution) => expect(resolve(url)).toEqual(resolution));

  it("names the RFC that makes another one obsolete", () => {
    expect(resolve("https://example.org/rfc/1#section-1")).toMatchObject({
      text: "1. One Text.",
      obsoletedBy: ["RFC2"],
    });
  });
});

describe("documentation-sources.txt", () => {
  it("matches the addresses of its sites", () => {
    const sourceOf = (address: string) => RESOLVERS.find(({ page }) => page.test(address))?.source;
    expect(sourceOf("rfc-editor.org/rfc/rfc9110")).toBe("altf4arnold/rfc");
    expect(sourceOf("docs.python.org/3/library/os.html")).toBe("python3.11-doc");
    expect(sourceOf("prometheus.io/docs/prometheus/latest/querying/functions")).toBe("prometheus/prometheus");
    expect(sourceOf("docsXpython.org/3/library/os.html")).toBeUndefined();
  });

  it("rejects a line with missing columns", () => {
    expect(() => parseResolvers("example.org/*  own/docs  html")).toThrow(
      "Expected page, source, section style and files",
    );
    expect(() => parseResolvers("example.org/*  own/docs  css  x")).toThrow("Expected page, source");
  });
});
