import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { describeFinding, type Finding } from "./findings.ts";
import { allReferences, lint, lintContent } from "./lint.ts";
import { baseRevision, compareIds, sourcesAt } from "./permanent-ids.ts";
import { describeQuestion } from "./preview.ts";
import { checkReference, describeUnverified } from "./references/check.ts";
import { describeLock, formatLock, loadLock, lockPath, referenceFinding } from "./references/lock.ts";
import { resolveReference } from "./references/resolve.ts";
import { createSources } from "./references/sources.ts";
import { isExecutable, verifyKeys } from "./run/verify-keys.ts";
import { fileJsonSchema, parseFile, readSources, selectSources } from "./sources.ts";
import { describeBank, groupBy } from "./statistics.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    content: { type: "string", default: "content" },
    today: { type: "string" },
    ids: { type: "boolean", default: false },
    base: { type: "string" },
    "require-all": { type: "boolean", default: false },
    update: { type: "boolean", default: false },
    repositories: { type: "string" },
  },
});
const [command = "", ...args] = positionals;
const today = values.today ?? new Date().toISOString().slice(0, 10);

// A reader like `head` may close the pipe early.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const commands: Readonly<Record<string, () => boolean | Promise<boolean>>> = {
  lint: lintCommand,
  refs: refsCommand,
  run: runCommand,
  preview: previewCommand,
  schema: schemaCommand,
};
const run = commands[command];
if (!run) throw new Error(`Unknown command "${command}". Use ${Object.keys(commands).join(", ")}.`);
process.exitCode = (await run()) ? 0 : 1;

/** `npm run content:lint [-- topics or files]` lints the content. */
function lintCommand(): boolean {
  const report =
    args.length === 0
      ? lintContent(values.content, { today })
      : lint(readSources(values.content), { today }, selectSources(values.content, args));
  const findings = [...report.findings, ...(values.ids ? idFindings() : [])];

  for (const finding of findings) console.log(describeFinding(finding));
  if (findings.length > 0) console.log("");
  for (const line of describeBank(report.questions, report.findings)) console.log(line);
  if (args.length === 0) {
    for (const line of describeLock(report.questions, loadLock(values.content) ?? {})) console.log(line);
  }
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const summary = findings.length === 0 ? "no issues found" : `${errors} errors, ${findings.length - errors} warnings`;
  console.log(`\n${report.questions.length} questions: ${summary}`);
  return errors === 0;
}

/** Compares ids with the latest release, or with the revision `--base`. */
function idFindings(): Finding[] {
  const base = values.base ?? baseRevision();
  const before = base === undefined ? undefined : sourcesAt(base, values.content);
  if (!before) {
    console.log(`Ids not compared: git has no ${base ?? "release or parent commit"} here.\n`);
    return [];
  }
  console.log(`Ids compared with ${base}.\n`);
  return compareIds(before, readSources(values.content));
}

/** `npm run content:refs [-- --update] [--repositories <folder>]` compares references with their sources. */
function refsCommand(): boolean {
  const lock = loadLock(values.content) ?? {};
  const open = createSources({ cache: ".data/references", repositories: values.repositories });
  const byUrl = groupBy(allReferences(values.content), ({ url }) => url);
  const checks = [...byUrl].map(([url, uses]) => {
    const resolution = resolveReference(url, open);
    return { url, uses, resolution, ...checkReference(url, resolution, lock[url], today) };
  });
  const isComplete = values.update || checks.every(({ url }) => lock[url]);
  const current = Object.fromEntries(checks.map(({ url, entry }) => [url, entry]));
  if (values.update) writeFileSync(lockPath(values.content), formatLock(current));

  const findings = checks.flatMap(({ uses: [use], problem }) =>
    use && problem ? [referenceFinding(use, problem.severity, problem.message)] : [],
  );
  for (const finding of findings) console.log(describeFinding(finding));
  if (!isComplete) for (const { url } of checks.filter((one) => !lock[one.url])) console.log(`Not in the lock: ${url}`);
  for (const line of describeUnverified(checks)) console.log(line);
  const questions = readSources(values.content).flatMap((file) => parseFile(file).questions);
  const active = questions.map(({ question }) => question).filter(({ retired }) => !retired);
  for (const line of describeLock(active, current)) console.log(line);
  return isComplete && findings.every(({ severity }) => severity === "warning");
}

/** `npm run content:run [-- topics or files]` runs the programs that prove answer keys. */
async function runCommand(): Promise<boolean> {
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  const parsed = selectSources(values.content, args).map(parseFile);
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
  return failed.length === 0 && findings.length === 0 && !(values["require-all"] && skipped.length > 0);
}

/** `npm run content:preview -- <question id>` prints a question and its explanation. */
function previewCommand(): boolean {
  const [wanted = ""] = args;
  const questions = readSources(values.content).flatMap((file) =>
    parseFile(file).questions.map((item) => item.question),
  );
  const question = questions.find(({ id }) => id === wanted);
  if (question) {
    console.log(describeQuestion(question));
    return true;
  }
  const similar = questions.filter(({ id }) => wanted !== "" && id.includes(wanted)).map(({ id }) => id);
  const hint = similar.length > 0 ? `Did you mean ${similar.slice(0, 5).join(", ")}?` : "Example: http.lost-put.";
  console.error(`There is no valid question with the id "${wanted}". ${hint}`);
  console.error("If it's a new question, npm run content:lint shows what it needs.");
  return false;
}

/** `npm run content:schema` writes the JSON schema of question files. */
function schemaCommand(): boolean {
  const path = "content/question.schema.json";
  writeFileSync(path, `${JSON.stringify(fileJsonSchema(), null, 2)}\n`);
  console.log(`Wrote ${path}. To use it, start a question file with:`);
  console.log("# yaml-language-server: $schema=../question.schema.json");
  return true;
}
