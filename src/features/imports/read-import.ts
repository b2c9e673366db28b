import { nearDuplicates } from "../../bank/near-duplicates.ts";
import { findingOf, lintItem } from "../../bank/own-lint.ts";
import { ALIKE, asked, complain } from "../../bank/rules/duplicates.ts";
import { IMPORTED_TOGETHER, isOwn, ownId, ownPrefix } from "../questions/own-rules.ts";
import { type Question, questionSchema } from "../questions/rules.ts";
import { type Raw, readCsv, readItems } from "./read-file.ts";

const LONGEST_ID = 60;
/** Every change raises a revision by one, and must be able to for ever: a bank with a number too large cannot be read. */
const HIGHEST_REVISION = 1_000_000;

export type ImportKind = "yaml" | "json" | "csv";
/** `known`: all questions of the guild's bank, each as JSON. */
export type ImportJob = {
  kind: ImportKind;
  bytes: Uint8Array;
  guildId: string;
  today: string;
  known: readonly string[];
};

export type ImportProblem = { line: number; severity: "error" | "warning"; message: string };
/** `questions`: those to be written, as id and JSON; none while there is an error. */
export type ImportReading = {
  questions: [id: string, question: string][];
  added: number;
  changed: number;
  same: number;
  problems: ImportProblem[];
};

type Item = { question: Question; line: () => number };

/** Reads a file as questions of a guild's own and judges them as if they stood in its bank. */
export function readImport({ kind, bytes, guildId, today, known }: ImportJob): ImportReading {
  const problems: ImportProblem[] = [];
  const report = (line: number, message: string, severity: ImportProblem["severity"] = "error") =>
    void problems.push({ line, severity, message });
  const before = new Map(known.map((text) => parseKnown(text)).map((question) => [question.id, question]));

  const raws = readRaws(kind, bytes, report);
  if (raws.length > IMPORTED_TOGETHER)
    report(1, `More than ${IMPORTED_TOGETHER} questions are too many for one file: split it at ${IMPORTED_TOGETHER}.`);
  const items = problems.length > 0 ? [] : identify(raws, guildId, before, today, report);
  const fresh = items.flatMap(({ question, line }): Item[] => {
    const after = revised(question, before.get(question.id));
    return after ? [{ question: after, line }] : [];
  });
  judge(fresh, before, today, report);

  const isSound = problems.every(({ severity }) => severity !== "error");
  return {
    questions: isSound ? fresh.map(({ question }) => [question.id, JSON.stringify(question)]) : [],
    added: fresh.filter(({ question }) => !before.has(question.id)).length,
    changed: fresh.filter(({ question }) => before.has(question.id)).length,
    same: items.length - fresh.length,
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

type Report = (line: number, message: string, severity?: ImportProblem["severity"]) => void;

function readRaws(kind: ImportKind, bytes: Uint8Array, report: Report): Raw[] {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return kind === "csv" ? readCsv(text, report) : readItems(kind, text, report);
  } catch (error) {
    if (error instanceof RangeError) report(1, "The file is nested too deeply.");
    else if (error instanceof TypeError) report(1, "The file is not UTF-8 text. Save it as UTF-8 and upload it again.");
    else throw error;
    return [];
  }
}

/** Gives every item the id and the fields it may leave out. */
function identify(
  raws: readonly Raw[],
  guildId: string,
  before: ReadonlyMap<string, Question>,
  today: string,
  report: Report,
): Item[] {
  const lines = new Map<string, () => number>();
  return raws.flatMap(({ line, given, read }): Item[] => {
    const id = given === undefined ? undefined : ownName(guildId, given);
    const isTaken = (one: string) => lines.has(one) || before.has(one);
    const { question, flaws } = read(id ?? ((words) => ownId(guildId, words, isTaken)), today);
    for (const { line: at, message } of flaws) report(at, message);
    if (!question) return [];
    if (question.rev > HIGHEST_REVISION) report(line(), `${question.id} rev: expected at most ${HIGHEST_REVISION}`);
    const earlier = lines.get(question.id);
    if (earlier) report(line(), `${given} stands in line ${earlier()} already: give it another id, or none.`);
    lines.set(question.id, line);
    return [{ question, line }];
  });
}

/** An id of this guild's, whichever guild or bank the question comes from. */
function ownName(guildId: string, given: string): string {
  const words = isOwn(given) ? given.slice(given.indexOf(".", "own.".length) + 1) : given;
  const kept = ownPrefix(guildId) + words;
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(words) && kept.length <= LONGEST_ID
    ? kept
    : ownId(guildId, words, () => false);
}

/** The question as it is to be written; nothing where it stands in the bank as it is. What it says anew is a new revision. */
function revised(question: Question, before: Question | undefined): Question | undefined {
  if (!before) return question;
  const [said, stood] = [withoutState(question), withoutState(before)];
  if (said === stood && question.rev <= before.rev && question.retired === before.retired) return undefined;
  const rev = said === stood ? Math.max(question.rev, before.rev) : Math.max(question.rev, before.rev + 1);
  return { ...question, rev };
}

function withoutState({ rev: _, retired: __, ...question }: Question): string {
  return JSON.stringify(question);
}

/** Every rule for each, and each against all others. */
function judge(items: readonly Item[], before: ReadonlyMap<string, Question>, today: string, report: Report): void {
  const live = items.filter(({ question }) => !question.retired);
  for (const { question, line } of live) {
    for (const { severity, at, message } of lintItem(question, today)) {
      report(line(), `${question.id} ${at}: ${message}`, severity);
    }
  }
  const replaced = new Set(items.map(({ question }) => question.id));
  const others = [...before.values()].filter(({ id, retired }) => !retired && !replaced.has(id));
  const all = [...others, ...live.map(({ question }) => question)];
  for (const { first, second, likeness } of nearDuplicates(all.map(asked), ALIKE, others.length)) {
    const [one, two, item] = [all[first], all[second], live[second - others.length]];
    if (!one || !two || !item) continue;
    const { severity, message } = findingOf(complain(one, two, likeness));
    report(item.line(), `${two.id}: ${message}`, severity);
  }
}

/** Our own text: what is in the bank has been read by the schema before. */
function parseKnown(text: string): Question {
  const value: unknown = JSON.parse(text);
  return questionSchema.parse(value);
}
