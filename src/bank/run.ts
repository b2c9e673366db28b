import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Question } from "../features/questions/rules.ts";
import { groupBy } from "./group.ts";
import { contradiction, printedText } from "./printed-key.ts";
import { type Interpreter, type InterpreterName, openInterpreter } from "./run/interpreters.ts";
import { bareEnvironment, type Ended, openSandbox, runLimited, type Sandbox } from "./run/sandbox.ts";

const AT_ONCE = 2;
const OUTPUT_BYTES = 64 * 1024;

export type Executable = Question & { readonly run: NonNullable<Question["run"]> };

export interface Verdict {
  readonly question: Executable;
  readonly interpreter: InterpreterName;
  /** `missing`: its interpreter is not installed here, so nothing was shown. */
  readonly result: "proven" | "refuted" | "missing";
  readonly reason?: string;
}

export interface RunReport {
  readonly verdicts: readonly Verdict[];
  /** Whether the programs were kept off the network. */
  readonly offline: boolean;
}

export function isExecutable(question: Question): question is Executable {
  return question.run !== undefined;
}

/** Runs the program of each question under the real interpreter and holds what it printed against the key. */
export async function runKeys(questions: readonly Executable[], open = openInterpreter): Promise<RunReport> {
  const sandbox = openSandbox();
  const verdicts: Verdict[] = [];
  for (const [name, group] of groupBy(questions, ({ run }) => run.with)) {
    const interpreter = await open(name);
    try {
      verdicts.push(...(await inParallel(group, (question) => judge(question, name, interpreter, sandbox))));
    } finally {
      await interpreter?.close?.();
    }
  }
  return { verdicts, offline: sandbox.offline };
}

async function judge(
  question: Executable,
  name: InterpreterName,
  interpreter: Interpreter | undefined,
  sandbox: Sandbox,
): Promise<Verdict> {
  if (!interpreter) return { question, interpreter: name, result: "missing" };
  const program = question.run.program ?? question.code?.text;
  const reason =
    program === undefined
      ? "there is neither a program nor code to run"
      : refutation(question, await execute(program, interpreter, sandbox));
  return { question, interpreter: name, ...(reason ? { result: "refuted", reason } : { result: "proven" }) };
}

function refutation(question: Executable, ended: Ended): string | undefined {
  const printed = printedText(ended.stdout);
  const promised = printedText(question.run.prints);
  if (ended.ended !== "exited") return `it was ended: ${ended.ended}${said(ended)}`;
  if (printed !== promised) return `it printed "${printed}", not "${promised}"${said(ended)}`;
  return contradiction(question, printed);
}

function said({ stderr }: Ended): string {
  const lines = stderr.trim();
  return lines ? `\n    ${lines.slice(-600).replaceAll("\n", "\n    ")}` : "";
}

/** One program in a folder of its own, which is gone afterwards. */
async function execute(program: string, interpreter: Interpreter, sandbox: Sandbox): Promise<Ended> {
  const outside = mkdtempSync(join(tmpdir(), "rootine-run-"));
  const [folder, home] = [join(outside, "work"), join(outside, "home")];
  try {
    chmodSync(outside, 0o755);
    for (const path of [folder, home]) mkdirSync(path);
    for (const path of [folder, home]) sandbox.own(path);
    const { command, input, environment } = interpreter.launch(program, folder, outside);
    return await runLimited(sandbox.confine(command), {
      folder,
      input,
      environment: { ...bareEnvironment(home), ...environment },
      limits: { milliseconds: interpreter.milliseconds, bytes: OUTPUT_BYTES },
    });
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
}

/** Keeps the order of the items, whichever ends first. */
async function inParallel<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>) {
  const results = new Map<Item, Result>();
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) results.set(item, await work(item));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return items.flatMap((item) => results.get(item) ?? []);
}
