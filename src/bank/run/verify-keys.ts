import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Question } from "../../features/questions/rules.ts";
import { mismatch, printedText } from "../rules/executed-keys.ts";
import { groupBy } from "../statistics.ts";
import { type Interpreter, type InterpreterName, openInterpreter } from "./interpreters.ts";
import { bareEnvironment, openSandbox, type RunResult, runLimited, type Sandbox } from "./sandbox.ts";

const CONCURRENCY = 2;
const MAX_OUTPUT_BYTES = 64 * 1024;

export type ExecutableQuestion = Question & { readonly run: NonNullable<Question["run"]> };

type Verification = {
  readonly question: ExecutableQuestion;
  readonly interpreter: InterpreterName;
  /** "skipped": the interpreter isn't installed. */
  readonly result: "verified" | "failed" | "skipped";
  readonly reason?: string;
};

export function isExecutable(question: Question): question is ExecutableQuestion {
  return question.run !== undefined;
}

/**
 * Runs each question's program with the real interpreter, and compares its output with the answer key. `isOffline`: the
 * programs had no network access.
 */
export async function verifyKeys(questions: readonly ExecutableQuestion[], open = openInterpreter) {
  const sandbox = openSandbox();
  const verifications: Verification[] = [];
  for (const [name, group] of groupBy(questions, ({ run }) => run.with)) {
    const interpreter = await open(name);
    try {
      verifications.push(...(await inParallel(group, (question) => verify(question, interpreter, sandbox))));
    } finally {
      await interpreter?.close?.();
    }
  }
  return { verifications, isOffline: sandbox.isOffline };
}

async function verify(
  question: ExecutableQuestion,
  interpreter: Interpreter | undefined,
  sandbox: Sandbox,
): Promise<Verification> {
  const verified = { question, interpreter: question.run.with };
  if (!interpreter) return { ...verified, result: "skipped" };
  const program = question.run.program ?? question.code?.text;
  const reason =
    program === undefined
      ? "there is no program or code to run"
      : failureOf(question, await execute(program, interpreter, sandbox));
  return reason ? { ...verified, result: "failed", reason } : { ...verified, result: "verified" };
}

function failureOf(question: ExecutableQuestion, result: RunResult): string | undefined {
  const printed = printedText(result.stdout);
  const wanted = printedText(question.run.prints);
  if (result.end !== "exited") return `stopped: ${result.end}${errorOutput(result)}`;
  if (printed !== wanted) return `printed "${printed}", not "${wanted}"${errorOutput(result)}`;
  return mismatch(question, printed);
}

function errorOutput({ stderr }: RunResult): string {
  const text = stderr.trim();
  return text ? `\n    ${text.slice(-600).replaceAll("\n", "\n    ")}` : "";
}

/** Runs a program in a temporary folder. */
async function execute(program: string, interpreter: Interpreter, sandbox: Sandbox): Promise<RunResult> {
  const outside = mkdtempSync(join(tmpdir(), "rootine-run-"));
  const [folder, home] = [join(outside, "work"), join(outside, "home")];
  try {
    chmodSync(outside, 0o755);
    for (const path of [folder, home]) {
      mkdirSync(path);
      sandbox.grant(path);
    }
    const { command, input, environment } = interpreter.launch(program, folder, outside);
    return await runLimited(sandbox.confine(command), {
      folder,
      input,
      environment: { ...bareEnvironment(home), ...environment },
      limits: { milliseconds: interpreter.timeoutMs, bytes: MAX_OUTPUT_BYTES },
    });
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
}

/** Works on several items at a time. Returns the results in the order of the items. */
async function inParallel<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>) {
  const results = new Map<Item, Result>();
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) results.set(item, await work(item));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return items.flatMap((item) => results.get(item) ?? []);
}
