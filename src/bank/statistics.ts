import { LANGUAGES, type Question } from "../features/questions/rules.ts";
import type { Finding } from "./findings.ts";
import { printedText } from "./rules/executed-keys.ts";
import { type NamedOption, optionsOf } from "./rules/rule.ts";
import { isNegative } from "./rules/stem.ts";
import { lengthOf } from "./text.ts";

/** Like `Map.groupBy`, which Node 20 lacks. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

export type BankStatistics = {
  readonly count: number;
  readonly byLevel: ReadonlyMap<string, number>;
  readonly byDifficulty: ReadonlyMap<string, number>;
  readonly byType: ReadonlyMap<string, number>;
  readonly withCode: number;
  /** Number of questions whose displayed code is run, which proves the answer key. */
  readonly codeRun: number;
  /** Number of questions whose answer is computed by a program that doesn't contain the displayed code. */
  readonly programRun: number;
  /** Number of questions by required language, or "none". */
  readonly byLanguage: ReadonlyMap<string, number>;
  readonly negative: number;
  readonly singles: SingleChoiceStatistics;
  readonly byTopic: ReadonlyMap<string, BankStatistics>;
};

/** Shares from 0 to 1. NaN without questions. */
type SingleChoiceStatistics = {
  readonly count: number;
  /** The success rate of random guesses. */
  readonly chance: number;
  readonly longestIsCorrect: number;
  readonly shortestIsCorrect: number;
  /** How often the first, second, … option in the file is correct. */
  readonly correctPositions: readonly number[];
};

export function bankStatistics(bank: readonly Question[]): BankStatistics {
  const topics = groupBy(bank, ({ topic }) => topic);
  return {
    count: bank.length,
    byLevel: countBy(bank, ({ level }) => level),
    byDifficulty: countBy(bank, ({ difficulty }) => String(difficulty)),
    byType: countBy(bank, ({ type }) => type),
    withCode: bank.filter(({ code }) => code).length,
    codeRun: bank.filter((question) => question.run && runsDisplayedCode(question)).length,
    programRun: bank.filter((question) => question.run && !runsDisplayedCode(question)).length,
    byLanguage: countBy(bank, ({ language }) => language ?? "none"),
    negative: bank.filter(isNegative).length,
    singles: singleChoiceStatistics(bank.filter(({ type }) => type === "single").map(optionsOf)),
    byTopic: topics.size > 1 ? new Map([...topics].map(([topic, group]) => [topic, bankStatistics(group)])) : new Map(),
  };
}

/** A program may add lines to the displayed code, such as one that prints the result. */
function runsDisplayedCode({ code, run }: Question): boolean {
  if (!code) return false;
  const program = printedText(run?.program ?? code.text);
  return code.text.split("\n").every((line) => program.includes(printedText(line)));
}

function singleChoiceStatistics(singles: readonly NamedOption[][]): SingleChoiceStatistics {
  const share = (test: (options: NamedOption[]) => boolean) => singles.filter(test).length / singles.length;
  const maxOptions = Math.max(0, ...singles.map((options) => options.length));
  return {
    count: singles.length,
    chance: singles.reduce((sum, options) => sum + 1 / options.length, 0) / singles.length,
    longestIsCorrect: share((options) => isExtreme(options, (correct, other) => correct > other)),
    shortestIsCorrect: share((options) => isExtreme(options, (correct, other) => correct < other)),
    correctPositions: Array.from({ length: maxOptions }, (_, position) => share((options) => !!options[position]?.key)),
  };
}

function isExtreme(options: readonly NamedOption[], beats: (correct: number, other: number) => boolean): boolean {
  const correct = options.find(({ key }) => key);
  if (!correct) return false;
  return options.every((other) => other === correct || beats(lengthOf(correct.text), lengthOf(other.text)));
}

function countBy(bank: readonly Question[], nameOf: (question: Question) => string): Map<string, number> {
  return new Map([...groupBy(bank, nameOf)].map(([name, questions]) => [name, questions.length]));
}

/** Describes the bank with a table of topics, and figures that show whether the bank gives answers away. */
export function describeBank(questions: readonly Question[], findings: readonly Finding[]): string[] {
  const bank = bankStatistics(questions);
  const { singles } = bank;
  const similar = findings.filter(({ rule }) => rule === "duplicates").length;
  const warned = new Set(findings.filter(({ severity, id }) => severity === "warning" && id).map(({ id }) => id)).size;
  const positions = singles.correctPositions.map((share, index) => `${index + 1}: ${percent(share)}`).join("  ");
  const chance = `${percent(singles.chance)} by chance, limit 33%`;
  return [
    ...describeTopics(bank),
    "",
    `longest option is correct    ${percent(singles.longestIsCorrect)} of ${singles.count} single-choice questions (${chance})`,
    `shortest option is correct   ${percent(singles.shortestIsCorrect)} (${chance})`,
    `position of correct option   ${positions}`,
    `negative stems               ${bank.negative} (${percent(bank.negative / bank.count)}, limit 5%)`,
    `near-duplicates              ${similar}`,
    `displayed code is run        ${bank.codeRun} (${percent(bank.codeRun / bank.count)}), proves the answer`,
    `another program is run       ${bank.programRun} (${percent(bank.programRun / bank.count)}), only computes the answer`,
    `required language            ${describeLanguages(bank.byLanguage)}`,
    `questions with warnings      ${warned} (${percent(warned / bank.count)}, goal 5% or less)`,
  ];
}

const COLUMNS: readonly (readonly [title: string, cell: (of: BankStatistics) => string])[] = [
  ["questions", ({ count }) => String(count)],
  ["easy/medium/hard", ({ byDifficulty, count }) => shares(["1", "2", "3"], byDifficulty, count)],
  ["recall/apply/analyze", ({ byLevel, count }) => shares(["recall", "apply", "analyze"], byLevel, count)],
  ["single", ({ byType, count }) => shares(["single"], byType, count)],
  ["multi", ({ byType, count }) => shares(["multi"], byType, count)],
  ["true/false", ({ byType, count }) => shares(["true-false"], byType, count)],
  ["short+number", ({ byType, count }) => percent(((byType.get("short") ?? 0) + (byType.get("number") ?? 0)) / count)],
  ["order", ({ byType, count }) => shares(["order"], byType, count)],
  ["code", ({ withCode, count }) => percent(withCode / count)],
  ["code run", ({ codeRun }) => String(codeRun)],
  ["program run", ({ programRun }) => String(programRun)],
];

/** Formats a table with a row for each topic and one for all of them. */
function describeTopics(bank: BankStatistics): string[] {
  const rows = [
    ["", ...COLUMNS.map(([title]) => title)],
    ...[...bank.byTopic].map(([topic, statistics]) => [topic, ...COLUMNS.map(([, cell]) => cell(statistics))]),
    ["all", ...COLUMNS.map(([, cell]) => cell(bank))],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const pad = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  };
  return rows.map((row) => row.map(pad).join("  "));
}

function describeLanguages(byLanguage: ReadonlyMap<string, number>): string {
  return [...LANGUAGES, "none"].map((language) => `${language}: ${byLanguage.get(language) ?? 0}`).join("  ");
}

function shares(names: readonly string[], counts: ReadonlyMap<string, number>, total: number): string {
  return names.map((name) => percent((counts.get(name) ?? 0) / total)).join("/");
}

function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${(share * 100).toFixed(0)}%`;
}
