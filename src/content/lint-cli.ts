import { parseArgs } from "node:util";
import { chooseSources } from "./choose.ts";
import { baseRevision, sourcesAt } from "./history.ts";
import { brokenPromises } from "./ids.ts";
import { lint } from "./lint.ts";
import { describeProblem, type Problem } from "./problem.ts";
import { describeBank, describeFinding } from "./report.ts";
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

for (const found of findings) console.log(describeFinding(found));
if (findings.length > 0) console.log();
for (const line of describeBank(questions, findings)) console.log(line);
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
