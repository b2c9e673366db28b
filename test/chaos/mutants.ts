import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { z } from "zod";

/** Mutation test of the chaos run: applies each bug to a copy of the tree and runs it until a rule is broken. */

type Change = { file: string; before: string; after: string };
type Mutant = { name: string; changes: readonly Change[] };

const MUTANTS: readonly Mutant[] = [
  {
    name: "claim not checked",
    changes: [
      {
        file: "src/features/daily/post-store.lua",
        before: `if state == "claimed" then return { "resumed", redis.call("HGETALL", KEYS[1]) } end
if state then return { "done", redis.call("HGETALL", KEYS[1]) } end
`,
        after: "",
      },
    ],
  },
  {
    name: "nonce dropped",
    changes: [
      {
        file: "src/features/daily/delivery.ts",
        before: "const body = { ...messageBody(renderQuestion(post, question, 0)), nonce, enforce_nonce: true };",
        after: "const body = { ...messageBody(renderQuestion(post, question, 0)), ...(nonce && {}) };",
      },
    ],
  },
  {
    name: "schedule advanced before enqueue",
    changes: [
      {
        file: "src/platform/jobs/dispatcher.ts",
        before: `  await queue.add(planned.flatMap(({ job }) => job ?? []));
  await agenda.settle(planned);
`,
        after: `  await agenda.settle(planned);
  await queue.add(planned.flatMap(({ job }) => job ?? []));
`,
      },
    ],
  },
  {
    name: "HSETNX → HSET: a later answer replaces the first",
    changes: [
      {
        file: "src/features/daily/answer-store.lua",
        before: `if earlier then return { "already", earlier } end\n`,
        after: "",
      },
    ],
  },
  {
    name: "board written outside the script",
    changes: [
      {
        file: "src/features/daily/answer-store.lua",
        before: `add_points(user, tonumber(points), sequence, 6, 8)\n`,
        after: "",
      },
      {
        file: "src/features/daily/answer-store.ts",
        before: `      switch (reply[0]) {
        case "recorded":
`,
        after: `      if (reply[0] === "recorded") {
        const [unit, points] = [2 ** 32, answer.withheld ? 0 : answer.base + answer.bonus];
        for (const board of boards.map((name) => keys.leaderboard(guildId, name))) {
          const score = await redis.zscore(board, answer.userId);
          const total = Math.floor(Number(score ?? 0) / unit) + points;
          if (score === null || points > 0)
            await redis.zadd(board, String(total * unit + unit - 1 - reply[1]), answer.userId);
        }
      }
      switch (reply[0]) {
        case "recorded":
`,
      },
    ],
  },
];

const TREE = fileURLToPath(new URL("../..", import.meta.url));
const COPIED = ["src", "commands", "content", "test", "package.json", "tsconfig.json"];
const LINKED = ["node_modules", ".data"];
/** Each round has another seed. */
const MOST_ROUNDS = 10;
const ROUND_WITHIN_MS = 10 * 60_000;

const reported = z.object({ violations: z.array(z.object({ rule: z.string() })) });
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
async function testMutant({ name, changes }: Mutant): Promise<Verdict> {
  const startedAt = Date.now();
  const tree = await mkdtemp(join(tmpdir(), "rootine-mutant-"));
  try {
    for (const part of COPIED) await cp(join(TREE, part), join(tree, part), { recursive: true });
    for (const part of LINKED) await symlink(join(TREE, part), join(tree, part));
    for (const change of changes) await applyChange(tree, change);

    let caughtBy: string[] = [];
    let rounds = 0;
    while (caughtBy.length === 0 && rounds < MOST_ROUNDS) {
      rounds += 1;
      caughtBy = await runRound(tree, `mutant-${rounds}`);
    }
    return { mutant: name, caughtBy, rounds, seconds: Math.round((Date.now() - startedAt) / 1_000) };
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

async function applyChange(tree: string, { file, before, after }: Change): Promise<void> {
  const text = await readFile(join(tree, file), "utf8");
  const found = text.split(before).length - 1;
  if (found !== 1)
    throw new Error(`${file} contains this ${found} times instead of once; update the mutant:\n${before}`);
  await writeFile(
    join(tree, file),
    text.replace(before, () => after),
  );
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
