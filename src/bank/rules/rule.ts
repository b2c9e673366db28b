import type { ChoiceQuestion, Question } from "../../features/questions/rules.ts";
import type { Path } from "../yaml.ts";

export type Severity = "error" | "warning";

/** What a rule finds; `at` is the part of the item to look at, `message` says what to do. */
export interface Complaint {
  readonly severity: Severity;
  readonly at: Path;
  readonly message: string;
}

export interface RuleContext {
  /** The date the bank is judged on, such as 2026-09-15. */
  readonly today: string;
}

export interface ItemRule {
  readonly name: string;
  check(question: Question, context: RuleContext): Complaint[];
}

/** A rule over many items; each complaint hangs on one of them. */
export interface BankRule {
  readonly name: string;
  check(bank: readonly Question[], context: RuleContext): (Complaint & { readonly id: string })[];
}

export function error(at: Path, message: string): Complaint {
  return { severity: "error", at, message };
}

export function warning(at: Path, message: string): Complaint {
  return { severity: "warning", at, message };
}

export interface NamedOption {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  readonly key: boolean;
}

export function isChoice(question: Question): question is ChoiceQuestion {
  return "options" in question;
}

/** The options in authoring order; none for what is typed or ordered. */
export function optionsOf(question: Question): NamedOption[] {
  if (!isChoice(question)) return [];
  return Object.entries(question.options).map(([id, option]) => ({ id, ...option }));
}

/** The options of a question whose texts an author chose, which is where cues and padding hide. */
export function writtenOptionsOf(question: Question): NamedOption[] {
  return question.type === "true-false" ? [] : optionsOf(question);
}
