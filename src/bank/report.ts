import type { Question } from "../features/questions/rules.ts";
import { type BankFigures, figuresOf } from "./figures.ts";
import type { Finding } from "./lint.ts";

export function describeFinding({ file, line, id, rule, severity, message }: Finding): string {
  const level = severity === "warning" ? "warning " : "";
  return `${file}:${line} ${id ? `${id} ` : ""}${level}${rule}: ${message}`;
}

/** The bank's own figures, in the order in which an author looks for them. */
export function describeBank(questions: readonly Question[], findings: readonly Finding[]): string[] {
  const bank = figuresOf(questions);
  const { singles } = bank;
  const alike = findings.filter(({ rule }) => rule === "duplicates").length;
  const warned = new Set(findings.flatMap(({ severity, id }) => (severity === "warning" && id ? [id] : []))).size;
  const positions = singles.keyPositions.map((share, index) => `${index + 1}. ${percent(share)}`).join("  ");
  return [
    ...describeTopics(bank),
    "",
    `longest is key    ${percent(singles.longestIsKey)} of ${singles.items} singles (chance ${percent(singles.chance)}, at most 33%)`,
    `shortest is key   ${percent(singles.shortestIsKey)} (chance ${percent(singles.chance)}, at most 33%)`,
    `key stands        ${positions}`,
    `negative stems    ${bank.negative} (${percent(bank.negative / bank.items)}, at most 5%)`,
    `near-duplicates   ${alike} items`,
    `executed keys     ${bank.withRun}`,
    `with a warning    ${warned} items (${percent(warned / bank.items)}, aim at 5% at most)`,
  ];
}

const COLUMNS: readonly (readonly [title: string, cell: (of: BankFigures) => string])[] = [
  ["items", ({ items }) => String(items)],
  ["easy/medium/hard", ({ byDifficulty, items }) => shares(["1", "2", "3"], byDifficulty, items)],
  ["recall/apply/analyse", ({ byLevel, items }) => shares(["recall", "apply", "analyse"], byLevel, items)],
  ["single", ({ byType, items }) => shares(["single"], byType, items)],
  ["multi", ({ byType, items }) => shares(["multi"], byType, items)],
  ["true/false", ({ byType, items }) => shares(["true-false"], byType, items)],
  ["short+number", ({ byType, items }) => percent(((byType.get("short") ?? 0) + (byType.get("number") ?? 0)) / items)],
  ["order", ({ byType, items }) => shares(["order"], byType, items)],
  ["code", ({ withCode, items }) => percent(withCode / items)],
  ["run", ({ withRun }) => String(withRun)],
];

/** One row a topic and one for all; shares in percent. */
function describeTopics(bank: BankFigures): string[] {
  const rows = [
    ["", ...COLUMNS.map(([title]) => title)],
    ...[...bank.byTopic].map(([topic, figures]) => [topic, ...COLUMNS.map(([, cell]) => cell(figures))]),
    ["all", ...COLUMNS.map(([, cell]) => cell(bank))],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
}

function shares(names: readonly string[], counts: ReadonlyMap<string, number>, items: number): string {
  return names.map((name) => percent((counts.get(name) ?? 0) / items)).join("/");
}

function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${(share * 100).toFixed(0)}%`;
}
