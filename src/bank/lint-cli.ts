import { parseArgs } from "node:util";
import { describeFinding, type Finding } from "./findings.ts";
import { baseRevision, sourcesAt } from "./git-history.ts";
import { lint, lintContent } from "./lint.ts";
import { compareIds } from "./permanent-ids.ts";
import { describeBank } from "./report.ts";
import { readSources, selectSources } from "./sources.ts";

// `npm run content:lint | head` closes the pipe early.
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

const context = { today: values.today ?? new Date().toISOString().slice(0, 10) };
const report =
  positionals.length === 0
    ? lintContent(values.content, context)
    : lint(selectSources(values.content, positionals), context);
const findings = [...report.findings, ...(values.ids ? idFindings(values.content, values.base) : [])];

for (const finding of findings) console.log(describeFinding(finding));
if (findings.length > 0) console.log("");
for (const line of describeBank(report.questions, report.findings)) console.log(line);
console.log(`\n${report.questions.length} questions: ${summary(findings)}`);
process.exitCode = findings.some(({ severity }) => severity === "error") ? 1 : 0;

function summary(all: readonly Finding[]): string {
  const errors = all.filter(({ severity }) => severity === "error").length;
  return all.length === 0 ? "no issues found" : `${errors} errors, ${all.length - errors} warnings`;
}

function idFindings(content: string, base = baseRevision()): Finding[] {
  const before = base === undefined ? undefined : sourcesAt(base, content);
  if (!before) {
    console.log(`Ids not compared: git has no ${base ?? "release or parent commit"} here.\n`);
    return [];
  }
  console.log(`Ids compared with ${base}.\n`);
  return compareIds(before, readSources(content));
}
