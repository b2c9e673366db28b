import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { z } from "zod";
import { MUTANTS, type Mutant } from "./mutant-list.ts";

/** Applies each bug to a copy of the tree, and runs chaos until a rule is broken, or the bug's tests until one fails. */

const TREE = fileURLToPath(new URL("../..", import.meta.url));
const COPIED = ["src", "commands", "content", "docs", "test", "package.json", "tsconfig.json", "vitest.config.ts"];
const LINKED = ["node_modules", ".data"];
/** Each round has its own seed. */
const MOST_ROUNDS = 10;
const ROUND_WITHIN_MS = 10 * 60_000;

const reported = z.object({ violations: z.array(z.object({ rule: z.string() })) });
const vitestReport = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});
type Verdict = { mutant: string; caughtBy: string[]; rounds: number; seconds: number };

const { values } = parseArgs({ options: { only: { type: "string" }, short: { type: "boolean" } } });
const verdicts: Verdict[] = [];
for (const mutant of MUTANTS.filter(({ name }) => name.includes(values.only ?? ""))) {
  const verdict = await testMutant(mutant);
  process.stderr.write(`${JSON.stringify(verdict)}\n`);
  verdicts.push(verdict);
}
const escaped = verdicts.filter(({ caughtBy }) => caughtBy.length === 0).map(({ mutant }) => mutant);
process.stdout.write(`${JSON.stringify({ caught: verdicts.length - escaped.length, escaped, verdicts })}\n`);
process.exit(escaped.length > 0 ? 1 : 0);

/** Runs a mutant, one round at a time, until a rule is broken. */
async function testMutant({ name, changes, tests }: Mutant): Promise<Verdict> {
  const startedAt = Date.now();
  const tree = await mkdtemp(join(tmpdir(), "rootine-mutant-"));
  try {
    for (const part of COPIED) await cp(join(TREE, part), join(tree, part), { recursive: true });
    for (const part of LINKED) await symlink(join(TREE, part), join(tree, part));
    for (const change of changes) await applyChange(tree, change);

    if (tests) {
      const caughtBy = await failingTests(tree, tests);
      return { mutant: name, caughtBy, rounds: 1, seconds: secondsSince(startedAt) };
    }
    let caughtBy: string[] = [];
    let rounds = 0;
    while (caughtBy.length === 0 && rounds < MOST_ROUNDS) {
      rounds += 1;
      caughtBy = await runRound(tree, `mutant-${rounds}`);
    }
    return { mutant: name, caughtBy, rounds, seconds: secondsSince(startedAt) };
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

async function applyChange(tree: string, { file, before, after }: Mutant["changes"][number]): Promise<void> {
  const text = await readFile(join(tree, file), "utf8");
  const found = text.split(before).length - 1;
  if (found !== 1)
    throw new Error(`${file} contains this ${found} times instead of once; update the mutant:\n${before}`);
  await writeFile(
    join(tree, file),
    text.replace(before, () => after),
  );
}

/** The names of the tests that fail in this file. */
async function failingTests(tree: string, file: string): Promise<string[]> {
  const report = join(tree, "report.json");
  const args = ["node_modules/vitest/vitest.mjs", "run", file, "--reporter=json", `--outputFile=${report}`];
  // Vitest exits with 1 if a test failed; without a report it failed to start.
  await promisify(execFile)(process.execPath, args, { cwd: tree, timeout: ROUND_WITHIN_MS }).catch(() => undefined);
  const { testResults } = vitestReport.parse(JSON.parse(await readFile(report, "utf8")));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  return results.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
}

/** The rules that were broken in one round. */
async function runRound(tree: string, seed: string): Promise<string[]> {
  const size = values.short ? ["--short"] : [];
  const args = ["--import", "tsx", "test/chaos/main.ts", "--minutes", "0", "--seed", seed, "--without-exam", ...size];
  const run = promisify(execFile)(process.execPath, args, { cwd: tree, timeout: ROUND_WITHIN_MS, maxBuffer: 2 ** 26 });
  // It exits with 1 if it found violations; the error then has its output.
  const { stdout } = await run.catch((error: unknown) => z.object({ stdout: z.string() }).parse(error));
  const last = stdout.trim().split("\n").at(-1) ?? "";
  return [...new Set(reported.parse(JSON.parse(last)).violations.map(({ rule }) => rule))];
}

function secondsSince(time: number): number {
  return Math.round((Date.now() - time) / 1_000);
}
