import type { Question } from "../features/questions/rules.ts";
import type { Finding } from "./findings.ts";
import { type BankStatistics, bankStatistics } from "./statistics.ts";

/** A table of topics and the figures that show whether the bank gives answers away. */
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
    `answers verified by running  ${bank.withRun}`,
    `questions with warnings      ${warned} (${percent(warned / bank.count)}, goal 5% or less)`,
  ];
}

const COLUMNS: readonly (readonly [title: string, cell: (of: BankStatistics) => string])[] = [
  ["questions", ({ count }) => String(count)],
  ["easy/medium/hard", ({ byDifficulty, count }) => shares(["1", "2", "3"], byDifficulty, count)],
  ["recall/apply/analyse", ({ byLevel, count }) => shares(["recall", "apply", "analyse"], byLevel, count)],
  ["single", ({ byType, count }) => shares(["single"], byType, count)],
  ["multi", ({ byType, count }) => shares(["multi"], byType, count)],
  ["true/false", ({ byType, count }) => shares(["true-false"], byType, count)],
  ["short+number", ({ byType, count }) => percent(((byType.get("short") ?? 0) + (byType.get("number") ?? 0)) / count)],
  ["order", ({ byType, count }) => shares(["order"], byType, count)],
  ["code", ({ withCode, count }) => percent(withCode / count)],
  ["run", ({ withRun }) => String(withRun)],
];

/** One row per topic and one for all. */
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

function shares(names: readonly string[], counts: ReadonlyMap<string, number>, total: number): string {
  return names.map((name) => percent((counts.get(name) ?? 0) / total)).join("/");
}

function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${(share * 100).toFixed(0)}%`;
}
