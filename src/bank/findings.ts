import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { z } from "zod";
import { SetupError } from "../config.ts";
import { type LocatedYaml, type Path, readYaml } from "./yaml.ts";

export type Severity = "error" | "warning";

/** Something to fix in a content file. */
export type Finding = {
  readonly file: string;
  readonly line: number;
  /** The question's id, if the finding is about a question. */
  readonly id?: string | undefined;
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
};

/** A finding about content that doesn't have the expected format, so rules can't check it. */
export function formatError(file: string, line: number, message: string, id?: string): Finding {
  return { file, line, id, severity: "error", rule: "format", message };
}

/** The content can't be loaded. Prevents the bot from starting, because a partly loaded bank would lack questions. */
export class ContentError extends SetupError {
  override readonly name = "ContentError";
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(["The content can't be loaded:", ...findings.map(describeFinding)].join("\n"));
    this.findings = findings;
  }
}

/** Formats a finding as one line, like a compiler, so editors and terminals can link it to the file. */
export function describeFinding({ file, line, id, severity, rule, message }: Finding): string {
  return `${file}:${line}: ${severity}: ${id ? `${id}: ` : ""}${message} [${rule}]`;
}

export function compareFindings(a: Finding, b: Finding): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.rule.localeCompare(b.rule);
}

type LoadedFile<Content> = { readonly file: string; readonly content: Content; readonly lineOf: LocatedYaml["lineOf"] };

/** Reads a YAML file of the content folder. Throws a ContentError that lists every problem. */
export function loadContentFile<Content>(
  contentFolder: string,
  name: string,
  schema: z.ZodType<Content>,
): LoadedFile<Content> {
  const file = contentPath(contentFolder, name);
  const { content, findings, lineOf } = readContent(file, readFileSync(join(contentFolder, name), "utf8"), schema);
  if (content === undefined) throw new ContentError(findings);
  return { file, content, lineOf };
}

/** A path relative to the working directory, so terminals can open it. */
export function contentPath(contentFolder: string, ...names: string[]): string {
  return relative(process.cwd(), join(contentFolder, ...names));
}

type ReadContent<Content> = {
  readonly content: Content | undefined;
  /** Why the content couldn't be read. Empty if it could. */
  readonly findings: Finding[];
  readonly lineOf: LocatedYaml["lineOf"];
};

/** Parses YAML and validates it against a schema. */
export function readContent<Content>(file: string, text: string, schema: z.ZodType<Content>): ReadContent<Content> {
  const { value, errors, lineOf } = readYaml(text);
  if (errors.length > 0) {
    const findings = errors.map(({ line, message }) => formatError(file, line, message));
    return { content: undefined, findings, lineOf };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { content: parsed.data, findings: [], lineOf };
  const issues = validationIssues(parsed.error, value);
  const findings = issues.map(({ path, message }) => formatError(file, lineOf(path), message));
  return { content: undefined, findings, lineOf };
}

type ValidationIssue = { readonly path: Path; readonly message: string };

/** Returns one issue per field to fix. Zod reports several unknown fields as a single issue. */
export function validationIssues(error: z.ZodError, value: unknown): ValidationIssue[] {
  return error.issues.flatMap((issue): ValidationIssue[] => {
    const where = issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => ({
          path: [...issue.path, key],
          message: `${where}unknown field "${key}"; ${fieldHint(key)}`,
        }));
      case "invalid_key": {
        const reasons = issue.issues.map(({ message }) => message).join("; ");
        return [{ path: issue.path, message: `${where}expected ${reasons}` }];
      }
      default:
        return [{ path: issue.path, message: `${where}${issue.message}${quoteHint(issue, value)}` }];
    }
  });
}

/** In braces, a comma ends unquoted text, so the rest looks like a field. */
function fieldHint(key: string): string {
  return key.includes(" ") ? "quote text that contains a comma or a colon" : "see content/README.md";
}

/** Suggests quotes, because YAML doesn't read values like `404`, `1.1`, `true` and `null` as text. */
function quoteHint(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code !== "invalid_type" || issue.expected !== "string") return "";
  return issue.path.reduce<unknown>(partOf, value) === undefined ? "" : "; put it in quotes";
}

function partOf(value: unknown, step: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
}
