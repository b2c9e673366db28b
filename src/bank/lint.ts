import type { Question } from "../features/questions/rules.ts";
import { careerReferences, overdueClaims, unprovenClaims } from "./career.ts";
import { examFindings } from "./exams.ts";
import { ContentError, compareFindings, type Finding, formatError } from "./findings.ts";
import { repeatedIds } from "./load.ts";
import { loadLock, lockFindings, type Reference, referencesOf, unusedEntries } from "./references/lock.ts";
import { BANK_RULES, QUESTION_RULES } from "./rules/registry.ts";
import type { LintContext, LintIssue } from "./rules/rule.ts";
import { type LocatedQuestion, parseFile, readSources, type SourceFile } from "./sources.ts";

const MAX_PER_FILE = 15;

type LintReport = { readonly questions: readonly Question[]; readonly findings: readonly Finding[] };

/** Checks everything in a content folder: questions, exams, career answers and the lock of references. */
export function lintContent(contentFolder: string, context: LintContext): LintReport {
  const files = readSources(contentFolder);
  const { questions, findings } = lint(files, context);
  const others = [
    () => overdueClaims(contentFolder, context.today),
    () => unprovenClaims(contentFolder),
    () => examFindings(contentFolder, questions),
    () => allLockFindings(contentFolder, files),
  ];
  return { questions, findings: [...findings, ...others.flatMap(findingsOf)] };
}

function allLockFindings(contentFolder: string, files: readonly SourceFile[]): Finding[] {
  const lock = loadLock(contentFolder);
  if (!lock) return [];
  const references = allReferences(contentFolder, files);
  return [...lockFindings(references, lock), ...unusedEntries(contentFolder, references, lock)];
}

/** The references of all questions, retired ones too, and of the career answers. */
export function allReferences(
  contentFolder: string,
  files: readonly SourceFile[] = readSources(contentFolder),
): Reference[] {
  return [...referencesOf(files.flatMap((file) => parseFile(file).questions)), ...careerReferences(contentFolder)];
}

function findingsOf(check: () => readonly Finding[]): readonly Finding[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof ContentError) return error.findings;
    throw error;
  }
}

/**
 * Applies every rule to the files but reports only findings about the selected ones. Retired questions need only a valid
 * format and a unique id.
 */
export function lint(files: readonly SourceFile[], context: LintContext, selected = files): LintReport {
  const parsed = files.map((file) => ({ file, ...parseFile(file) }));
  const paths = new Set(selected.map(({ path }) => path));
  const located = parsed.flatMap(({ questions }) => questions);
  const active = located.filter(({ question }) => !question.retired);
  const oversized = parsed.filter(({ questions }) => questions.length > MAX_PER_FILE);

  const findings = [
    ...parsed.flatMap((file) => file.findings),
    ...oversized.map(({ file }) =>
      formatError(file.path, 1, `Split the file; the limit is ${MAX_PER_FILE} questions.`),
    ),
    ...repeatedIds(located),
    ...active.flatMap((question) => questionFindings(question, context)),
    ...bankFindings(active),
  ];
  return {
    questions: active.filter(({ file }) => paths.has(file)).map(({ question }) => question),
    findings: findings.filter(({ file }) => paths.has(file)).sort(compareFindings),
  };
}

function questionFindings(located: LocatedQuestion, context: LintContext): Finding[] {
  return Object.entries(QUESTION_RULES).flatMap(([name, rule]) =>
    rule(located.question, context).map((issue) => toFinding(located, name, issue)),
  );
}

function bankFindings(located: readonly LocatedQuestion[]): Finding[] {
  const byId = new Map(located.map((item) => [item.question.id, item]));
  const bank = located.map(({ question }) => question);
  return Object.entries(BANK_RULES).flatMap(([name, rule]) =>
    rule(bank).flatMap(({ id, ...issue }) => {
      const item = byId.get(id);
      return item ? [toFinding(item, name, issue)] : [];
    }),
  );
}

function toFinding({ file, lineOf, question }: LocatedQuestion, rule: string, { at, severity, message }: LintIssue) {
  return { file, line: lineOf(at), id: question.id, rule, severity, message };
}
