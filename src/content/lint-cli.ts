import { parseArgs } from "node:util";
import { chooseSources } from "./choose.ts";
import type { BankFigures } from "./figures.ts";
import { figuresOf } from "./figures.ts";
import { type Finding, lint } from "./lint.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { today: { type: "string" }, content: { type: "string", default: "content" } },
});

const today = values.today ?? new Date().toISOString().slice(0, 10);
const { questions, findings } = lint(chooseSources(values.content, positionals), { today });
const errors = findings.filter(({ severity }) => severity === "error");
const warned = new Set(findings.flatMap(({ severity, id }) => (severity === "warning" && id ? [id] : [])));

for (const found of findings) console.log(describe(found));
if (findings.length > 0) console.log();
for (const line of describeFigures(figuresOf(questions))) console.log(line);
console.log(`near-duplicates    ${findings.filter(({ rule }) => rule === "duplicates").length} pairs`);
console.log(`with a warning     ${warned.size} items, ${percent(warned.size / questions.length)} (aim: at most 5%)`);
console.log(`${questions.length} items, ${errors.length} errors, ${findings.length - errors.length} warnings`);
process.exitCode = errors.length > 0 ? 1 : 0;

function describe({ file, line, id, rule, severity, message }: Finding): string {
  return `${file}:${line} ${id ? `${id} ` : ""}${severity === "error" ? "" : "(warning) "}${rule}: ${message}`;
}

function describeFigures({ singles, ...bank }: BankFigures): string[] {
  const positions = singles.keyPositions.map((share, index) => `${index + 1}. ${percent(share)}`).join("  ");
  return [
    `topics             ${counts(bank.byTopic)}`,
    `levels             ${sharesOf(bank.byLevel, bank.items)}`,
    `difficulties       ${sharesOf(bank.byDifficulty, bank.items)}`,
    `types              ${sharesOf(bank.byType, bank.items)}`,
    `with code          ${bank.withCode} (${percent(bank.withCode / bank.items)}), executed ${bank.withRun}`,
    `negative stems     ${bank.negative} (${percent(bank.negative / bank.items)}, at most 5%)`,
    `longest is key     ${percent(singles.longestIsKey)} of ${singles.items} singles (chance ${percent(singles.chance)}, at most 33%)`,
    `shortest is key    ${percent(singles.shortestIsKey)} (chance ${percent(singles.chance)}, at most 33%)`,
    `key stands         ${positions}`,
  ];
}

function counts(by: ReadonlyMap<string, number>): string {
  return [...by].map(([name, count]) => `${name} ${count}`).join(", ");
}

function sharesOf(by: ReadonlyMap<string, number>, all: number): string {
  return [...by]
    .sort()
    .map(([name, count]) => `${name} ${count} (${percent(count / all)})`)
    .join(", ");
}

function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${(share * 100).toFixed(0)}%`;
}
