import { SetupError } from "../platform/setup-error.ts";

export type Severity = "error" | "warning";

/** Something to fix in a content file. */
export type Finding = {
  readonly file: string;
  readonly line: number;
  /** The question's id, where the finding is about one. */
  readonly id?: string | undefined;
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
};

/** `rule: "format"` is for content that doesn't have the expected shape, so no other rule can read it. */
export function formatError(file: string, line: number, message: string, id?: string): Finding {
  return { file, line, id, severity: "error", rule: "format", message };
}

/** Stops the start: a bank that is only partly read would drop questions silently. */
export class ContentError extends SetupError {
  override readonly name = "ContentError";
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(["The content can't be loaded:", ...findings.map(describeFinding)].join("\n"));
    this.findings = findings;
  }
}

/** One line, in the form compilers use, so that editors and terminals link it to the file. */
export function describeFinding({ file, line, id, severity, rule, message }: Finding): string {
  return `${file}:${line}: ${severity}: ${id ? `${id}: ` : ""}${message} [${rule}]`;
}

export function compareFindings(a: Finding, b: Finding): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.rule.localeCompare(b.rule);
}
