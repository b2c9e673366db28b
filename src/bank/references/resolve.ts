import { dirname, join } from "node:path";
import { z } from "zod";
import { plainText } from "../text.ts";
import { RESOLVERS, type Resolver } from "./resolvers.ts";
import type { Source } from "./sources.ts";

/** Why a reference couldn't be verified. */
export const REASONS = [
  "no public source",
  "source unavailable",
  "not in this version of the source",
  "page gone",
  "anchor gone",
] as const;
export type Reason = (typeof REASONS)[number];

/** Whether the reason means that the reference is broken, not just that it couldn't be checked. */
export function isGone(reason: Reason): boolean {
  return reason === "page gone" || reason === "anchor gone";
}

export type Resolution =
  | {
      readonly source: string;
      readonly version: string;
      readonly dated?: string | undefined;
      readonly text: string;
      readonly obsoletedBy: readonly string[];
    }
  | Unverified;

type Unverified = { readonly reason: Reason; readonly source?: string };
type Section = { readonly text: string; readonly obsoletedBy: readonly string[] };

/** Finds the text that a URL refers to: a page, or the section that its anchor names. */
export function resolveReference(url: string, open: (source: string) => Source, resolvers = RESOLVERS): Resolution {
  const [page = "", anchor = ""] = url.replace(/^https:\/\/(?:www\.)?/, "").split("#");
  const address = page.replace(/\/$/, "");
  let missing: Unverified = { reason: "no public source" };
  for (const resolver of resolvers.filter(({ page }) => page.test(address))) {
    const fill = fillIn(resolver.page, address, anchor);
    const name = fill(resolver.source);
    const source = openOrUndefined(name, open);
    const section = source ? sectionFrom(source, resolver, fill, decodeURIComponent(anchor)) : "source unavailable";
    if (source && typeof section === "object") {
      return { source: name, version: source.version, dated: source.dated, ...section };
    }
    // A missing anchor is a more specific reason than a missing page.
    if (missing.reason !== "anchor gone" && typeof section === "string") missing = { reason: section, source: name };
  }
  return missing;
}

/**
 * Returns a function that fills in templates with parts of a URL: `$1` as is, `$l1` in lower case, `$s1` with spaces
 * for hyphens.
 */
function fillIn(page: RegExp, address: string, anchor: string): (template: string) => string {
  const groups = page.exec(address) ?? [];
  return (template) =>
    template.replace(/\$([ls]?)([\d#])/g, (_, form: string, group: string) => {
      const text = group === "#" ? anchor : (groups[Number(group)] ?? "");
      if (form === "s") return text.replaceAll("-", " ");
      return form === "l" ? text.toLowerCase() : text;
    });
}

function openOrUndefined(name: string, open: (source: string) => Source): Source | undefined {
  try {
    return open(name);
  } catch {
    return undefined;
  }
}

function sectionFrom(
  source: Source,
  resolver: Resolver,
  fill: (template: string) => string,
  anchor: string,
): Section | Reason {
  const gone = (reason: Reason) => (resolver.older ? "not in this version of the source" : reason);
  const files =
    "containing" in resolver.files ? source.find(fill(resolver.files.containing)) : resolver.files.map(fill);
  const file = files.find((path) => source.read(path) !== undefined);
  const page = file === undefined ? undefined : withIncludes(source, file);
  if (page === undefined) return gone("page gone");

  const name = anchor || fill(resolver.anchor ?? "");
  const section = name === "" ? page : resolver.section(page, name);
  if (section === undefined) return gone("anchor gone");
  return {
    text: plainText(section),
    obsoletedBy: resolver.status ? obsoletedBy(source.read(fill(resolver.status))) : [],
  };
}

/** Includes of other files in AsciiDoc, LaTeX, Internet-Drafts and the GraphQL specification. */
const INCLUDE = /^(?:include::([^[{]+)\[.*\]|\\include\{(.+)\}|\{\{(.+\.md)\}\}|# \[.+\]\(([^)]+\.md)\))$/gm;

function withIncludes(source: Source, file: string): string {
  const text = source.read(file) ?? "";
  return text.replace(INCLUDE, (line, asciidoc?: string, latex?: string, draft?: string, graphql?: string) => {
    const path = join(dirname(file), asciidoc ?? draft ?? graphql ?? `${latex}.tex`);
    return source.read(decodeURI(path)) === undefined ? line : withIncludes(source, decodeURI(path));
  });
}

const status = z.object({ obsoleted_by: z.array(z.string()) });

function obsoletedBy(json: string | undefined): readonly string[] {
  return json === undefined ? [] : status.parse(JSON.parse(json)).obsoleted_by;
}
