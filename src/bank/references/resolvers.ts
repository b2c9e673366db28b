import { readFileSync } from "node:fs";
import { SECTION_STYLES, type SectionStyle } from "./sections.ts";

/** How to find the source of a page. documentation-sources.txt explains the fields. */
export type Resolver = {
  readonly page: RegExp;
  readonly source: string;
  readonly section: SectionStyle;
  readonly older: boolean;
  readonly anchor: string | undefined;
  readonly status: string | undefined;
  /** Paths of files, or a regular expression for a line that the file contains. */
  readonly files: readonly string[] | { readonly containing: string };
};

export const RESOLVERS = parseResolvers(readFileSync(new URL("./documentation-sources.txt", import.meta.url), "utf8"));

export function parseResolvers(table: string): readonly Resolver[] {
  return table
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(parseResolver);
}

function parseResolver(line: string): Resolver {
  const [page = "", source = "", section = "", files = ""] = line.split(/ {2,}/);
  const [style = "", ...options] = section.split(" ");
  const option = (name: string) => options.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  const readSection = SECTION_STYLES[style];
  if (!readSection || files === "") throw new Error(`Expected page, source, section style and files: ${line}`);
  return {
    page: new RegExp(`^${page.replace(/[.+?()[\]]/g, "\\$&").replaceAll("*", "(.+)")}$`),
    source,
    section: readSection,
    older: options.includes("older"),
    anchor: option("anchor"),
    status: option("status"),
    files: files.startsWith("contains ") ? { containing: files.slice("contains ".length) } : files.split(" "),
  };
}
