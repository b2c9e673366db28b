import { parseArgs } from "node:util";
import { chooseSources } from "./choose.ts";
import { groupBy } from "./group.ts";
import { parseFile } from "./parse.ts";
import { describeProblem } from "./problem.ts";
import { isExecutable, runKeys } from "./run.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    content: { type: "string", default: "content" },
    "require-all": { type: "boolean", default: false },
  },
});

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

const parsed = chooseSources(values.content, positionals).map(parseFile);
const problems = parsed.flatMap((file) => file.problems);
const located = parsed.flatMap((file) => file.questions).filter(({ question }) => !question.retired);
const places = new Map(located.map((item) => [item.question.id, `${item.file}:${item.lineOf(["run"])}`]));

const { verdicts, offline } = await runKeys(located.map(({ question }) => question).filter(isExecutable));
const missing = verdicts.filter(({ result }) => result === "missing");
const refuted = verdicts.filter(({ result }) => result === "refuted");

for (const problem of problems) console.log(describeProblem(problem));
for (const { question, interpreter, reason } of refuted) {
  console.log(`${places.get(question.id)} ${question.id} (${interpreter}) ${reason}`);
}
for (const [interpreter, group] of groupBy(missing, (verdict) => verdict.interpreter)) {
  console.log(`${interpreter} is not installed here: ${group.length} keys were not run`);
}
if (!offline) console.log("unshare is not allowed here: the programs could reach the network");

const ran = [...groupBy(verdicts, ({ interpreter }) => interpreter)].map(([name, group]) => `${name} ${group.length}`);
console.log(`keys by interpreter: ${ran.join(", ") || "none"}`);
console.log(
  `${verdicts.length - missing.length - refuted.length} keys proven, ${refuted.length} refuted, ${missing.length} not run`,
);
const incomplete = values["require-all"] && missing.length > 0;
process.exitCode = refuted.length > 0 || problems.length > 0 || incomplete ? 1 : 0;
