import { parseArgs } from "node:util";
import { describeFinding } from "./findings.ts";
import { groupBy } from "./group.ts";
import { parseFile } from "./parse.ts";
import { isExecutable, verifyKeys } from "./run/verify-keys.ts";
import { selectSources } from "./sources.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    content: { type: "string", default: "content" },
    "require-all": { type: "boolean", default: false },
  },
});

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

const parsed = selectSources(values.content, positionals).map(parseFile);
const findings = parsed.flatMap((file) => file.findings);
const located = parsed.flatMap((file) => file.questions).filter(({ question }) => !question.retired);
const locations = new Map(located.map((item) => [item.question.id, `${item.file}:${item.lineOf(["run"])}`]));

const { verifications, isOffline } = await verifyKeys(located.map(({ question }) => question).filter(isExecutable));
const skipped = verifications.filter(({ result }) => result === "skipped");
const failed = verifications.filter(({ result }) => result === "failed");

for (const finding of findings) console.log(describeFinding(finding));
for (const { question, interpreter, reason } of failed) {
  console.log(`${locations.get(question.id)}: error: ${question.id}: ${interpreter} ${reason}`);
}
for (const [interpreter, group] of groupBy(skipped, (one) => one.interpreter)) {
  console.log(`${interpreter} isn't installed: skipped ${group.length} questions.`);
}
if (!isOffline) console.log("Network access was not blocked: unshare isn't available.");

const counts = [...groupBy(verifications, ({ interpreter }) => interpreter)].map(
  ([name, group]) => `${name} ${group.length}`,
);
console.log(`Interpreters: ${counts.join(", ") || "none"}`);
const verified = verifications.length - skipped.length - failed.length;
console.log(`${verified} answer keys verified, ${failed.length} failed, ${skipped.length} skipped`);
const isIncomplete = values["require-all"] && skipped.length > 0;
process.exitCode = failed.length > 0 || findings.length > 0 || isIncomplete ? 1 : 0;
