import { lintOwnQuestion } from "../../bank/own-lint.ts";
import { type ComparedQuestion, comparable, findSimilar, similarIssue } from "../../bank/rules/duplicates.ts";
import { isOwn, MAX_IMPORTED_QUESTIONS, ownId } from "../questions/own-rules.ts";
import type { Question } from "../questions/rules.ts";
import { type ImportItem, parseFile } from "./parse-file.ts";
import { type ImportFormat, type ImportProblem, type ImportReport, importedId, revise } from "./rules.ts";

/** Leaves room to increment the revision with every change. */
const MAX_REVISION = 1_000_000;

/** `bank` holds every question the guild can be asked, as JSON. */
export type ImportRequest = {
  format: ImportFormat;
  bytes: Uint8Array;
  guildId: string;
  today: string;
  bank: readonly string[];
};

/** A function finds the line. That can use a lot of memory, so it runs last, after comparisons have freed theirs. */
type Line = number | (() => number);
type Report = (line: Line, message: string, severity?: ImportProblem["severity"]) => void;
type Located = { question: Question; line: () => number };
/** Holds only what comparisons need. Thousands of parsed questions wouldn't fit in the thread's memory. */
type KnownQuestion = ComparedQuestion & { retired: boolean; json: string };
type Bank = ReadonlyMap<string, KnownQuestion>;

/** Parses a file and validates its questions together with the guild's bank. */
export function validateImport({ format, bytes, guildId, today, bank }: ImportRequest): ImportReport {
  const problems: (Omit<ImportProblem, "line"> & { line: Line })[] = [];
  const report: Report = (line, message, severity = "error") => void problems.push({ line, severity, message });
  const current: Bank = new Map(bank.map(summarize).map((known) => [known.id, known]));

  const items = readItems(format, bytes, report);
  const located = problems.length > 0 ? [] : identify(items, guildId, current, report);
  const revised = located.flatMap(({ question, line }): Located[] => {
    const existing = current.get(question.id);
    const revision = revise(question, existing && parseQuestion(existing.json));
    return revision ? [{ question: revision, line }] : [];
  });
  lint(revised, current, today, report);

  const isValid = problems.every(({ severity }) => severity !== "error");
  const added = revised.filter(({ question }) => !current.has(question.id)).length;
  return {
    questions: isValid ? revised.map(({ question }) => [question.id, JSON.stringify(question)]) : [],
    added,
    changed: revised.length - added,
    unchanged: located.length - revised.length,
    problems: problems
      .map(({ line, ...problem }) => ({ line: typeof line === "number" ? line : line(), ...problem }))
      .sort((a, b) => a.line - b.line),
  };
}

function readItems(format: ImportFormat, bytes: Uint8Array, report: Report): ImportItem[] {
  try {
    const items = parseFile(format, new TextDecoder("utf-8", { fatal: true }).decode(bytes), report);
    if (items.length > MAX_IMPORTED_QUESTIONS) {
      report(1, `A file can have at most ${MAX_IMPORTED_QUESTIONS} questions. Split it into several files.`);
    }
    return items;
  } catch (error) {
    if (error instanceof RangeError) report(1, "The file is nested too deeply.");
    else if (error instanceof TypeError) report(1, "The file isn't UTF-8 text. Save it as UTF-8 and upload it again.");
    else throw error;
    return [];
  }
}

/** Gives every item an id and fills in missing fields. */
function identify(items: readonly ImportItem[], guildId: string, current: Bank, report: Report): Located[] {
  const lineById = new Map<string, () => number>();
  const isTaken = (id: string) => lineById.has(id) || current.has(id);
  const given = new Set(items.map(({ id }) => id));
  const idOf = (id: string) => (given.has(id) || isOwn(id) ? importedId(guildId, id) : id);
  return items.flatMap((item): Located[] => {
    const id = item.id === undefined ? ownId(guildId, item.stem, isTaken) : importedId(guildId, item.id);
    const { question, problems } = item.toQuestion(id, idOf);
    for (const { line, message } of problems) report(line, message);
    if (!question) return [];
    if (question.rev > MAX_REVISION) report(item.line, `${id} rev: expected at most ${MAX_REVISION}`);
    const earlier = lineById.get(id);
    if (earlier) report(item.line, `${item.id} is already used in line ${earlier()}. Change the id or leave it out.`);
    lineById.set(id, item.line);
    return [{ question, line: item.line }];
  });
}

/** Applies every rule to each question and compares it with all others. */
function lint(located: readonly Located[], current: Bank, today: string, report: Report): void {
  const active = located.filter(({ question }) => !question.retired);
  for (const { question, line } of active) {
    for (const { severity, at, message } of lintOwnQuestion(question, today)) {
      report(line, `${question.id} ${at}: ${message}`, severity);
    }
  }
  const replaced = new Set(located.map(({ question }) => question.id));
  const others = [...current.values()].filter(({ id, retired }) => !retired && !replaced.has(id));
  const comparables = active.map(({ question }) => comparable(question));
  for (const { first, second, similarity } of findSimilar([...others, ...comparables], others.length)) {
    const found = active[second - others.length];
    const other = others[first] ?? comparables[first - others.length];
    if (!found || !other) continue;
    const { message, severity } = similarIssue(other.id, similarity);
    report(found.line, `${found.question.id}: ${message}`, severity);
  }
}

function summarize(json: string): KnownQuestion {
  const question = parseQuestion(json);
  return { ...comparable(question), retired: question.retired !== undefined, json };
}

/** Skips validation because this process wrote the JSON. */
function parseQuestion(json: string): Question {
  return JSON.parse(json);
}
