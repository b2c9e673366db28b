import { plainText } from "../text.ts";

/** Finds the section that an anchor names. Undefined if the page has no such anchor. */
export type SectionStyle = (page: string, anchor: string) => string | undefined;

type Heading = { readonly start: number; readonly level: number; readonly ids: readonly string[] };

/** Returns a section. It ends before the next heading of the same or a higher level with another id. */
function sectionOf(page: string, headings: readonly Heading[], anchor: string): string | undefined {
  const index = headings.findIndex(({ ids }) => ids.includes(anchor));
  const heading = headings[index];
  if (!heading) return undefined;
  let last = index;
  while (headings[last + 1]?.ids.includes(anchor)) last += 1;
  const next = headings.slice(last + 1).find(({ level }) => level <= heading.level);
  return page.slice(heading.start, next?.start);
}

/** Finds headings: lines that match the pattern. */
function headingsIn(
  page: string,
  pattern: RegExp,
  read: (match: RegExpMatchArray) => Omit<Heading, "start">,
): Heading[] {
  return [...page.matchAll(pattern)].map((match) => ({ start: match.index, ...read(match) }));
}

// ---- how sites form an anchor from a heading

type Slug = (title: string) => string;

const githubSlug: Slug = (title) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

/** Used by Python-Markdown and therefore by MkDocs. */
const pythonSlug: Slug = (title) =>
  title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9_\s-]/g, "")
    .trim()
    .replace(/[-\s]+/g, "-");

/** Used by docutils and therefore by Sphinx. */
const docutilsSlug: Slug = (title) =>
  title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "");

const asciidocSlug: Slug = (title) =>
  `_${title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ .-]/gu, "")
    .replace(/[ .-]+/g, "_")
    .replace(/_+$/, "")}`;

const mdnSlug: Slug = (title) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ .-]/gu, "")
    .trim()
    .replaceAll(" ", "_");

// ---- one function per markup

const EXPLICIT_IDS =
  /\{:?\s*#([^\s}]+)[^}]*\}|\[#([^\]]+)\]|\[\[([^\],]+)[^\]]*\]\]|<a\s+(?:id|name)=["']?([^"'\s>]+)/g;

function explicitIds(text: string): string[] {
  return [...text.matchAll(EXPLICIT_IDS)].map(([, ...ids]) => ids.find((id) => id !== undefined) ?? "");
}

/** An id that a heading has instead of its slug. */
const REPLACED_SLUG = /\{:?\s*#|\[#/;

/** Finds headings and defined terms by slug, `{#id}`, `[#id]` or `<a name>`. If none matches, finds HTML elements. */
function markdown(slug: Slug): SectionStyle {
  return (page, anchor) => {
    const seen = new Map<string, number>();
    const unfenced = page.replace(/^( *)(```|~~~)[\s\S]*?^\1\2/gm, (fenced) => fenced.replaceAll("#", " "));
    const headings = headingsIn(
      unfenced,
      /^(?:> )?(?:<a [^>]*>(?:<\/a>)?\s*)?(#{1,6})[ \t]+(.+)$|^- ([^\n]+)\n+ *- : |^: <dfn>(.+)<\/dfn>$/gm,
      ([line, marks, ...titles]) => {
        const name = slug(titleOf(titles.find((title) => title !== undefined) ?? ""));
        const count = seen.get(name) ?? 0;
        seen.set(name, count + 1);
        const ids = explicitIds(line);
        if (!REPLACED_SLUG.test(line)) ids.push(count > 0 ? `${name}-${count}` : name);
        return { level: marks?.length ?? 9, ids };
      },
    );
    return sectionOf(page, headings, anchor) ?? html(page, anchor);
  };
}

/** Removes ids, links, macros and formatting from a heading. */
function titleOf(heading: string): string {
  return heading
    .replace(EXPLICIT_IDS, "")
    .replace(/<\/?a\b[^>]*>/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\{\{[^}"]*"([^"]*)"[^}]*\}\}/g, "$1")
    .replace(/\{\{[^}]*\}\}|\{:[^}]*\}|[`*]|#+\s*$/g, "")
    .trim();
}

/** Finds underlined titles, labels, and directives that document functions and options. */
const restructuredText: SectionStyle = (page, anchor) => {
  const adornments: string[] = [];
  let module = "";
  const headings = headingsIn(
    page,
    /^((?:\.\. _[^\n]+:\n+)*)(?:([=~*^#"'-])\2{2,}\n)?(\S[^\n]*)\n([=~*^#"'`+.-])\4{2,}$|^ *\.\. ([a-z:]+):: ([\w.]+)/gm,
    ([, labels = "", over = "", title = "", under = "", directive = "", object]) => {
      if (directive.endsWith("module")) module = object ?? "";
      if (object !== undefined) return { level: 99, ids: [object, `${module}.${object}`] };
      const style = over + under;
      if (!adornments.includes(style)) adornments.push(style);
      const names = [...labels.matchAll(/_([^\n]+):/g)].map(([, name = ""]) => docutilsSlug(name.replaceAll("`", "")));
      const text = title.replace(/:[a-z:]+:`~?([^`<]*?)(?: <[^`]*)?`/g, "$1").replace(/[`\\]/g, "");
      return { level: adornments.indexOf(style), ids: [docutilsSlug(text), ...names] };
    },
  );
  return sectionOf(page, headings, anchor);
};

/**
 * Finds `== Title`, titles underlined in their length, `[[id]]` and `term::`. A line of `====` can also end a block.
 * git-scm.com prefixes anchors of terms with the file's name.
 */
const asciidoc: SectionStyle = (page, anchor) => {
  const underlines = "=-~^+";
  const headings = headingsIn(
    page,
    /^((?:\[[^\n]*\]\n+)*)(?:(={1,6}) ([^\n]+)|([\w"'(`][^\n]*)\n(([=~^+-])\6{3,}))$|^(\S[^\n]*)::$/gm,
    ([, before = "", marks, title, underlined = "", underline = "", , term]) => {
      if (term !== undefined) return { level: 9, ids: [`term ${term.replace(/[^\w-]/g, "")}`] };
      if (Math.abs(underlined.length - underline.length) > 2) return { level: 99, ids: [] };
      const level = marks ? marks.length - 1 : underlines.indexOf(underline.slice(0, 1));
      return { level, ids: [...explicitIds(before), asciidocSlug((title ?? underlined).replace(/[`*]/g, ""))] };
    },
  );
  return sectionOf(page, headings, anchor.replace(/^Documentation\/[^/]+\.txt-/, "term "));
};

/** Finds `.SH` and `.SS`, and options in the man pages of systemd and OpenBSD. */
const manPage: SectionStyle = (page, anchor) => {
  const headings = headingsIn(
    page,
    /^\.S([HS]) "?([^"\n]+)"?$|^\.It (?:Fl|Cm|Ic) (\S+).*$|^\.PP\n\\f[IB]([^\\\n]+)\\fR/gim,
    ([, kind = "", title = "", ...options]) => {
      const name = title.trim();
      const option = options.find((one) => one !== undefined);
      if (option !== undefined) return { level: 9, ids: [option] };
      return {
        level: /h/i.test(kind) ? 0 : 1,
        ids: [name, name.replaceAll(" ", "_"), name.slice(0, 1) + name.slice(1).toLowerCase()],
      };
    },
  );
  return sectionOf(page, headings, anchor);
};

/** Finds LaTeX chapters and sections by number, because anchors in PDF files contain those numbers. */
const latex: SectionStyle = (page, anchor) => {
  let chapter = 0;
  let section = 0;
  const headings = headingsIn(page, /^\\(chapter|section)\{/gm, ([, kind]) => {
    section = kind === "section" ? section + 1 : 0;
    chapter += kind === "chapter" ? 1 : 0;
    if (section === 0) return { level: 0, ids: [`nameddest=chapter.${chapter}`] };
    return { level: 1, ids: [`nameddest=section.${chapter}.${section}`] };
  });
  return sectionOf(page, headings, anchor);
};

/** Finds headings of an Internet-Draft by their number in the published version. */
const numberedMarkdown: SectionStyle = (page, anchor) => {
  const counts: number[] = [];
  const body = page.slice(Math.max(0, page.indexOf("--- middle")));
  const headings = headingsIn(body, /^(#+) .+$/gm, ([, { length: level } = ""]) => {
    counts.splice(level - 1, counts.length, (counts[level - 1] ?? 0) + 1);
    return { level, ids: [`section-${counts.join(".")}`] };
  });
  return sectionOf(body, headings, anchor);
};

/** Finds numbered sections of a plain-text RFC. Skips its table of contents, whose entries end with a page number. */
const rfc: SectionStyle = (page, anchor) => {
  const text = page.replace(/^\f?(?:RFC \d+ .*\d{4}|.*\[Page \d+\])\s*$/gm, "").replaceAll("\f", "");
  const headings = headingsIn(
    text,
    /^(?:Appendix ([A-Z])|((?:[A-Z]\.)?\d+(?:\.\d+)*))\.?[ \t]+(?!.*(?:\.{3,}|\. \. )[ .]*\d*$)\S.*$/gm,
    ([, letter, number = letter ?? ""]) => ({
      level: number.split(".").length,
      ids: [`section-${number}`, `appendix-${number}`],
    }),
  );
  return sectionOf(text, headings, anchor);
};

/** Finds parts of a function's page in PHP's manual, whose anchors contain the role of the part. */
const phpManual: SectionStyle = (page, anchor) => {
  const [, role] = /^refsect1-.+-(\w+)$/.exec(anchor) ?? [];
  if (role === undefined) return html(page, anchor);
  const start = page.indexOf(`<refsect1 role="${role}"`);
  return start < 0 ? undefined : elementAt(page, start, "refsect1");
};

const INLINE = /^(?:h[1-6]|a|span|dfn|code|em|strong|b|i|var)$/i;

/**
 * Finds the element with an id, or the section whose heading has the id. Also works for DocBook, RFC XML and nginx's
 * XML.
 */
const html: SectionStyle = (page, anchor) => {
  const headings = headingsIn(page, /<h([1-6])\b[^>]*>([\s\S]*?)<\/h\1>/gi, ([, level, title = ""]) => ({
    level: Number(level),
    ids: [githubSlug(plainText(title))],
  }));
  const escaped = anchor.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const attribute = `\\s(?:xml:id|id|name|anchor)=(["']?)${escaped}\\2(?=[\\s/>])`;
  const element = new RegExp(`<(?!link\\b)([\\w:-]+)(?=\\s)[^>]*?${attribute}`).exec(page);
  if (!element) return sectionOf(page, headings, anchor);

  const { index, 1: tag = "" } = element;
  if (!INLINE.test(tag)) return summarized(page, index) ?? elementAt(page, index, tag);
  const heading =
    headings.findLast(({ start }) => start <= index && !/<\/h[1-6]>/i.test(page.slice(start, index))) ??
    headings.find(({ start }) => start > index && plainText(page.slice(index, start)) === "");
  if (heading)
    return sectionOf(
      page,
      [{ ...heading, ids: [anchor] }, ...headings.filter(({ start }) => start > heading.start)],
      anchor,
    );
  const block = [...page.slice(0, index).matchAll(/<(p|li|dt|dd|td|div|section)\b/gi)].at(-1);
  return block && elementAt(page, block.index, block[1] ?? "p");
};

/** Returns the `<details>` whose summary starts with an element. */
function summarized(page: string, start: number): string | undefined {
  const [details] = /<details\b[^>]*>\s*<summary>\s*$/.exec(page.slice(0, start)) ?? [];
  return details === undefined ? undefined : elementAt(page, start - details.length, "details");
}

/** Elements that define a term, by the term's element in HTML and in nginx's XML. */
const DEFINITIONS: Readonly<Record<string, string>> = { dt: "dd", "tag-name": "tag-desc" };

/** Returns the element that starts at an index. A term includes its definition. */
function elementAt(page: string, start: number, tag: string): string {
  const definitionTag = DEFINITIONS[tag];
  const definition = definitionTag ? page.indexOf(`<${definitionTag}`, start) : -1;
  if (definitionTag && definition >= 0) {
    return page.slice(start, definition) + elementAt(page, definition, definitionTag);
  }
  let depth = 0;
  for (const { 0: match, index } of page.slice(start).matchAll(new RegExp(`<(/?)${tag}\\b[^>]*>`, "gi"))) {
    if (match.endsWith("/>")) continue;
    depth += match.startsWith("</") ? -1 : 1;
    if (depth <= 0) return page.slice(start, start + index + match.length);
  }
  return page.slice(start);
}

/** Section styles by their name in documentation-sources.txt. */
export const SECTION_STYLES: Readonly<Record<string, SectionStyle>> = {
  html,
  phpManual,
  githubMarkdown: markdown(githubSlug),
  pythonMarkdown: markdown(pythonSlug),
  mdnMarkdown: markdown(mdnSlug),
  restructuredText,
  asciidoc,
  /** AsciiDoc as GitHub renders it. */
  githubAsciidoc: (page, anchor) => asciidoc(page, `_${anchor.replaceAll("-", "_")}`),
  graphql: markdown((title) => `sec-${title.replaceAll(" ", "-")}`),
  latex,
  manPage,
  numberedMarkdown,
  rfc,
  wholePage: (page) => page,
};
