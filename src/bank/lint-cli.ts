import { parseArgs } from "node:util";
import { careerFindings } from "./career.ts";
import { chooseSources } from "./choose.ts";
import { examProblems } from "./exams.ts";
import { baseRevision, sourcesAt } from "./history.ts";
import { brokenPromises } from "./ids.ts";
import { lint } from "./lint.ts";
import { describeProblem, type Problem } from "./problem.ts";
import { describeBank, describeFinding } from "./report.ts";
import { readSources } from "./source.ts";

// Whoever pipes this into `head` has read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

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
const career = positionals.length === 0 ? careerFindings(values.content, today) : [];
const all = [...findings, ...career];
const problems = [
  ...(positionals.length === 0 ? examProblems(values.content, questions) : []),
  ...(values.ids ? idProblems(values.content, values.base) : []),
];
const errors = all.filter(({ severity }) => severity === "error").length + problems.length;
const warnings = all.filter(({ severity }) => severity === "warning").length;

for (const line of [...all.map(describeFinding), ...problems.map(describeProblem)]) console.log(line);
console.log(["", ...describeBank(questions, findings)].join("\n"));
console.log(`${questions.length} items, ${errors} errors, ${warnings} warnings`);
process.exitCode = errors > 0 ? 1 : 0;

/** Compares with what was released; a copy without history has nothing to compare with, and says so. */
function idProblems(content: string, base = baseRevision()): Problem[] {
  const before = base === undefined ? undefined : sourcesAt(base, content);
  if (base === undefined || !before) {
    console.log(`ids: not compared, git knows no ${base ?? "release and no parent commit"} here`);
    return [];
  }
  console.log(`ids: compared with ${base}`);
  return brokenPromises(before, readSources(content));
}
