import type { Question } from "../features/questions/rules.ts";
import { repeatedIds } from "./load.ts";
import { type LocatedQuestion, parseFile } from "./parse.ts";
import { absolutes } from "./rules/absolutes.ts";
import { duplicates } from "./rules/duplicates.ts";
import { echo } from "./rules/echo.ts";
import { executedKey } from "./rules/executed-key.ts";
import { keyLength } from "./rules/key-length.ts";
import { keys } from "./rules/keys.ts";
import { levels } from "./rules/levels.ts";
import { names } from "./rules/names.ts";
import { negation } from "./rules/negation.ts";
import { numericOrder } from "./rules/numeric-order.ts";
import { objectives } from "./rules/objectives.ts";
import { ofTheAbove } from "./rules/of-the-above.ts";
import { optionCount } from "./rules/option-count.ts";
import { optionTexts } from "./rules/option-texts.ts";
import { printsKey } from "./rules/prints-key.ts";
import { references } from "./rules/references.ts";
import { reviewBy } from "./rules/review-by.ts";
import type { BankRule, Complaint, ItemRule, RuleContext, Severity } from "./rules/rule.ts";
import { shares } from "./rules/shares.ts";
import { sizes } from "./rules/sizes.ts";
import { stemAsks, stemLength } from "./rules/stem.ts";
import { why } from "./rules/why.ts";
import type { SourceFile } from "./source.ts";

const ITEMS_A_FILE = 15;

export const ITEM_RULES: readonly ItemRule[] = [
  names,
  keys,
  optionCount,
  optionTexts,
  ofTheAbove,
  keyLength,
  negation,
  why,
  references,
  reviewBy,
  sizes,
  executedKey,
  printsKey,
  stemAsks,
  stemLength,
  echo,
  absolutes,
  numericOrder,
];

const BANK_RULES: readonly BankRule[] = [duplicates, objectives, levels, shares];

/** Something an author should mend, and where. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly id: string | undefined;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
}

export interface LintReport {
  readonly questions: readonly Question[];
  readonly findings: readonly Finding[];
}

/** Judges the files by every rule; retired items answer only for their shape and their id. */
export function lint(files: readonly SourceFile[], context: RuleContext): LintReport {
  const parsed = files.map((file) => ({ file, ...parseFile(file) }));
  const located = parsed.flatMap(({ questions }) => questions);
  const asked = located.filter(({ question }) => !question.retired);

  const findings = [
    ...parsed.flatMap(({ problems }) => problems.map((problem) => shapeFinding(problem))),
    ...parsed.filter(({ questions }) => questions.length > ITEMS_A_FILE).map(({ file }) => fullFile(file.path)),
    ...repeatedIds(located).map((problem) => shapeFinding(problem)),
    ...asked.flatMap((item) => itemFindings(item, context)),
    ...bankFindings(asked, context),
  ];
  return { questions: asked.map(({ question }) => question), findings: findings.sort(byPlace) };
}

function itemFindings(item: LocatedQuestion, context: RuleContext): Finding[] {
  return ITEM_RULES.flatMap((rule) =>
    rule.check(item.question, context).map((complaint) => finding(item, rule.name, complaint)),
  );
}

function bankFindings(items: readonly LocatedQuestion[], context: RuleContext): Finding[] {
  const byId = new Map(items.map((item) => [item.question.id, item]));
  const bank = items.map(({ question }) => question);
  return BANK_RULES.flatMap((rule) =>
    rule.check(bank, context).flatMap((complaint) => {
      const item = byId.get(complaint.id);
      return item ? [finding(item, rule.name, complaint)] : [];
    }),
  );
}

function finding(item: LocatedQuestion, rule: string, { at, severity, message }: Complaint): Finding {
  return { file: item.file, line: item.lineOf(at), id: item.question.id, rule, severity, message };
}

function shapeFinding(problem: { file: string; line: number; message: string }): Finding {
  return { ...problem, id: undefined, rule: "shape", severity: "error" };
}

function fullFile(file: string): Finding {
  const message = `Split the file: at most ${ITEMS_A_FILE} items keep it readable.`;
  return { file, line: 1, id: undefined, rule: "file-size", severity: "error", message };
}

function byPlace(a: Finding, b: Finding): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.rule.localeCompare(b.rule);
}
