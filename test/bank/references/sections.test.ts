import { describe, expect, it } from "vitest";
import { SECTION_STYLES } from "../../../src/bank/references/sections.ts";
import { plainText } from "../../../src/bank/text.ts";

function section(style: string, page: string, anchor: string): string | undefined {
  const text = SECTION_STYLES[style]?.(page, anchor);
  return text === undefined ? undefined : plainText(text);
}

describe("the section finder for HTML", () => {
  const page = `<h2 id="first">First</h2><p>One <!-- hidden --> &amp; two.</p><h3><a name="inner"></a>Inner</h3><p>Three.</p>
    <h2><span id=second>Second</span></h2><p>Four.</p>
    <div id="box"><div>Five</div> six.</div> <p>Seven, <dfn id="term">eight</dfn>.</p> <p>Nine.</p>
    <dl><dt id="a">a</dt><dt id="b">b</dt><dd>Both <dl><dd>x</dd></dl></dd><dt>c</dt></dl>
    <tag-name id="var">$var</tag-name><tag-desc>Variable</tag-desc>
    <details class="x"><summary><section id="lock">lock()</section></summary><div>Locks.</div></details>`;

  it.each([
    ["first", "First One & two. Inner Three."],
    ["inner", "Inner Three."],
    ["second", /^Second Four\. Five/],
    ["box", "Five six."],
    ["term", "Seven, eight ."],
    ["b", "b Both x"],
    ["var", "$var Variable"],
    ["lock", "lock() Locks."],
  ])("finds #%s", (anchor, text) => {
    expect(section("html", page, anchor)).toEqual(typeof text === "string" ? text : expect.stringMatching(text));
  });

  it("derives the id of a heading without one from its text", () => {
    expect(section("html", "<h2>Data rights</h2>Yes.<h2>Next</h2>", "data-rights")).toBe("Data rights Yes.");
  });

  it("assigns an anchor in front of a heading to that heading", () => {
    expect(section("html", '<a id="x"></a><h3>X</h3>Text<h3>Y</h3>', "x")).toBe("X Text");
  });

  it.each([
    '<sect1 xml:id="boolean.casting"><title>Casts</title></sect1><sect1 xml:id="c"/>',
    '<section anchor="boolean.casting" title="t">Casts</section><t>Else</t>',
    '<directive name="boolean.casting">Casts</directive> <link id="boolean.casting"/>',
  ])("also reads XML: %s", (page) => expect(section("html", page, "boolean.casting")).toBe("Casts"));

  it.each(["boolean", "First", "booleanXcasting"])("doesn't find #%s", (anchor) => {
    expect(section("html", '<h2 id="first">1</h2><p id="boolean.casting">', anchor)).toBeUndefined();
  });
});

describe("the section finder for Markdown", () => {
  const page = `# Title
## What's \`new_in\` C++?
One.
\`\`\`
## Fenced
\`\`\`
### Deeper {#explicit}
Two.
## Options
Three.
<a name="linked"></a>
## A [link](https://x)
Four.
## Options
Five.
`;

  it.each([
    ["whats-new_in-c", /^## What's .* ### Deeper .* Two\.$/],
    ["explicit", /^### Deeper .* Two\.$/],
    ["options", /^## Options Three\.$/],
    ["linked", /^## A \[link\]\(https:\/\/x\) Four\.$/],
    ["a-link", /Four\.$/],
    ["options-1", /^## Options Five\.$/],
  ])("finds #%s", (anchor, text) => expect(section("githubMarkdown", page, anchor)).toMatch(text));

  it.each(["fenced", "options-2", "What's"])("doesn't find #%s", (anchor) => {
    expect(section("githubMarkdown", page, anchor)).toBeUndefined();
  });

  it.each([
    ["pythonMarkdown", "## Defense Option 3: Allow - list", "defense-option-3-allow-list"],
    ["githubMarkdown", "## Defense Option 3: Allow - list", "defense-option-3-allow---list"],
    ["mdnMarkdown", "## Cookie prefixes", "cookie_prefixes"],
    ["mdnMarkdown", "- `SameSite=<samesite-value>` {{optional_inline}}\n  - : Controls", "samesitesamesite-value"],
    ["mdnMarkdown", '## {{HTTPHeader("ETag")}} rules', "etag_rules"],
    ["githubMarkdown", "## Additional Properties [#additionalproperties]", "additionalproperties"],
    ["graphql", "### Handling Execution Errors", "sec-Handling-Execution-Errors"],
    ["githubMarkdown", "text\n<h3 id=http-cors>CORS</h3>", "http-cors"],
  ])("builds anchors in the style %s: %s", (style, text, anchor) => expect(section(style, text, anchor)).toBeDefined());
});

describe("the section finder for reStructuredText", () => {
  const page = `=====
Title
=====

.. _some label:

When \`\`QuerySet\`\`\\s run
------------------------
One.

.. currentmodule:: own.sets

.. method:: filter(*args)

    Two.

3. Scopes
---------
Three.
`;

  it.each([
    ["when-querysets-run", /One\. .* Two\.$/],
    ["some-label", /One\. .* Two\.$/],
    ["filter", /Two\.$/],
    ["own.sets.filter", /Two\.$/],
    ["scopes", /^3\. Scopes -+ Three\.$/],
  ])("finds #%s", (anchor, text) => expect(section("restructuredText", page, anchor)).toMatch(text));
});

describe("the section finder for AsciiDoc", () => {
  const page = `git-x(1)
========

DESCRIPTION
-----------
One.

.Example
====
One more line.
====

OPTIONS
-------
\`--soft\`::
	Two.

core.ignoreCase::
	Three.

[[custom-id]]
== On Re-tagging
Four.
`;

  it.each([
    ["_description", /^DESCRIPTION -+ One\. .* One more line\. ====$/],
    ["_options", /Two\. core\.ignoreCase:: Three\.$/],
    ["Documentation/git-x.txt---soft", /^`--soft`:: Two\.$/],
    ["Documentation/git-x.txt-coreignoreCase", /Three\.$/],
    ["_on_re_tagging", /Four\.$/],
    ["custom-id", /Four\.$/],
  ])("finds #%s", (anchor, text) => expect(section("asciidoc", page, anchor)).toMatch(text));
});

it("the section finder reads manual pages", () => {
  const page = ".TH X 2\n.SH DESCRIPTION\nOne.\n.SS Flags\nTwo.\n.SH RETURN VALUE\nThree.\n";
  expect(section("manPage", page, "DESCRIPTION")).toMatch(/One\. \.SS Flags Two\.$/);
  expect(section("manPage", page, "Flags")).toMatch(/^\.SS Flags Two\.$/);
  expect(section("manPage", page, "RETURN_VALUE")).toMatch(/Three\.$/);
  expect(section("manPage", page, "Return value")).toMatch(/Three\.$/);
  expect(section("manPage", page, "NOTES")).toBeUndefined();
});

it("the section finder reads the options in systemd's and OpenBSD's manual pages", () => {
  const page =
    ".PP\n\\fIRestart=\\fR\n.RS 4\nOne.\n.PP\n\\fIType=\\fR\nTwo.\n.Sh FLAGS\n.It Fl A Xo\n.It Fl A\nThree.\n.It Cm Host\nFour.\n";
  expect(section("manPage", page, "Restart=")).toMatch(/One\.$/);
  expect(section("manPage", page, "A")).toMatch(/Fl A Three\.$/);
  expect(section("manPage", page, "Host")).toMatch(/Four\.$/);
});

it("the section finder numbers the sections of an Internet-Draft", () => {
  const page = "# Abstract\n\n--- middle\n\n# One\n## A\n## B\n### C\n# Two\n## D\nd\n";
  expect(section("numberedMarkdown", page, "section-1.2")).toBe("## B ### C");
  expect(section("numberedMarkdown", page, "section-1.2.1")).toBe("### C");
  expect(section("numberedMarkdown", page, "section-2.1")).toBe("## D d");
  expect(section("numberedMarkdown", page, "section-3")).toBeUndefined();
});

it("the section finder numbers the sections of a LaTeX book", () => {
  const page = "\\chapter{One}\n\\section{A}\na\n\\chapter{Two}\n\\section{B}\nb\n\\section{C}\nc\n";
  expect(section("latex", page, "nameddest=section.2.1")).toBe("\\section{B} b");
  expect(section("latex", page, "nameddest=chapter.1")).toMatch(/\\section\{A\} a$/);
  expect(section("latex", page, "nameddest=section.1.2")).toBeUndefined();
});

describe("the section finder for RFCs", () => {
  const page = `Table of Contents

3.  Tokens ........................ 7
3.1.  Access . . . . . . . . . . .  8

3.  Tokens

   Text of three.

Doe                          Standards Track                    [Page 7]
\fRFC 9999                      An Example                  June 2022

3.1.  Access

   Text of three one.

3.10.  Later

   Text of three ten.

A               a host address

Appendix A.  Examples

   Text of A.

B.1.  More

   Text of B one.
`;

  it.each([
    [
      "section-3",
      "3. Tokens Text of three. 3.1. Access Text of three one. 3.10. Later Text of three ten. A a host address",
    ],
    ["section-3.1", "3.1. Access Text of three one."],
    ["section-3.10", "3.10. Later Text of three ten. A a host address"],
    ["appendix-A", "Appendix A. Examples Text of A. B.1. More Text of B one."],
    ["appendix-B.1", "B.1. More Text of B one."],
  ])("finds #%s and leaves out the table of contents and page breaks", (anchor, text) => {
    expect(section("rfc", page, anchor)).toBe(text);
  });
});

it("the section finder reads the parts of a function's page in PHP's manual", () => {
  const page =
    '<refentry xml:id="function.f"><refsect1 role="returnvalues">True.</refsect1><refsect1 role="notes">No.</refsect1></refentry>';
  expect(section("phpManual", page, "refsect1-function.f-returnvalues")).toBe("True.");
  expect(section("phpManual", page, "function.f")).toBe("True. No.");
  expect(section("phpManual", page, "refsect1-function.f-errors")).toBeUndefined();
});

it("plainText reduces markup to its text", () => {
  const markup = "a&nbsp;&lt;b&gt; <script>x</script>&#65;&#x42; &unknown; <![CDATA[<?php $x]]>\n\n2 < 3";
  expect(plainText(markup)).toBe("a <b> AB &unknown; <?php $x 2 < 3");
});
