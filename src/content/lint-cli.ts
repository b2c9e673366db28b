import { parseArgs } from "node:util";
import { chooseSources } from "./choose.ts";
import { type BankFigures, figuresOf } from "./figures.ts";
import { baseRevision, sourcesAt } from "./history.ts";
import { brokenPromises } from "./ids.ts";
import { type Finding, lint } from "./lint.ts";
import { describeProblem, type Problem } from "./problem.ts";
import { readSources } from "./source.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    today: { type: "string" },
    content: { type: "string", default: "content" },
    ids: { type: "boolean", default: false },
    base: { type: "string" },
  },
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
const promises = values.ids ? idProblems(values.content, values.base) : [];
process.exitCode = errors.length > 0 || promises.length > 0 ? 1 : 0;

/** Compares with what was released; a copy without history has nothing to compare with, and says so. */
function idProblems(content: string, base = baseRevision()): Problem[] {
  const before = base === undefined ? undefined : sourcesAt(base, content);
  if (!before) {
    console.log(`ids: not compared, git knows no ${base ?? "release and no parent commit"} here`);
    return [];
  }
  const problems = brokenPromises(before, readSources(content));
  for (const problem of problems) console.log(describeProblem(problem));
  console.log(`ids: compared with ${base}, ${problems.length} broken`);
  return problems;
}

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
