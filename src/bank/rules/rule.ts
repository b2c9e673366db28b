import type { Question } from "../../features/questions/rules.ts";
import type { Severity } from "../findings.ts";
import type { Path } from "../yaml.ts";

/** What a rule reports. `at` is the affected part of the question. `message` says what to do. */
export type LintIssue = { readonly severity: Severity; readonly at: Path; readonly message: string };

/** `today` is a date such as 2026-09-15. */
export type LintContext = { readonly today: string };

export type QuestionRule = (question: Question, context: LintContext) => LintIssue[];

/** A rule about many questions. Each issue is reported on the question `id`. */
export type BankRule = (bank: readonly Question[]) => (LintIssue & { readonly id: string })[];

export function error(at: Path, message: string): LintIssue {
  return { severity: "error", at, message };
}

export function warning(at: Path, message: string): LintIssue {
  return { severity: "warning", at, message };
}

export type NamedOption = {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  readonly key: boolean;
};

/** The options in authoring order. Empty for typed answers and steps. */
export function optionsOf(question: Question): NamedOption[] {
  if (!("options" in question)) return [];
  return Object.entries(question.options).map(([id, option]) => ({ id, ...option }));
}

/** The options whose text an author wrote. Excludes True and False. */
export function writtenOptionsOf(question: Question): NamedOption[] {
  return question.type === "true-false" ? [] : optionsOf(question);
}
