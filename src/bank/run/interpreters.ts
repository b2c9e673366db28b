import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { INTERPRETERS } from "../../features/questions/rules.ts";
import { findPostgres, startCluster } from "./postgres.ts";
import { type Command, findProgram } from "./sandbox.ts";

export type InterpreterName = (typeof INTERPRETERS)[number];

/** How to run a program. */
type Launch = {
  readonly command: Command;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
};

export type Interpreter = {
  readonly timeoutMs: number;
  /**
   * Prepares a program to run in `folder`, which is empty. `outside` is for files that the program shouldn't see there.
   */
  launch(program: string, folder: string, outside: string): Launch;
  close?(): Promise<void>;
};

const TIMEOUT_MS = 10_000;
/** Timeout for languages that compile the program first. */
const COMPILED_TIMEOUT_MS = 20_000;

/** Opens an interpreter. Undefined if it isn't installed. */
export async function openInterpreter(name: InterpreterName): Promise<Interpreter | undefined> {
  switch (name) {
    case "python":
      return fromFile(findProgram("python3"), ["-B"], "main.py");
    case "node":
      return fromFile(process.execPath, [], "main.js");
    case "java":
      return fromFile(findProgram("java"), ["-XX:TieredStopAtLevel=1", "-Xmx256m"], "Main.java", COMPILED_TIMEOUT_MS);
    case "php":
      return fromFile(findProgram("php"), ["-n"], "main.php", TIMEOUT_MS, withPhpTag);
    case "go":
      return go(findProgram("go"));
    case "csharp":
      return compiled("Main.cs", "mcs -warn:0 -out:main.exe Main.cs >&2 && mono main.exe", ["mcs", "mono"]);
    case "rust":
      return compiled("main.rs", "rustc --edition 2021 --cap-lints allow main.rs >&2 && ./main", ["rustc"]);
    case "sqlite":
      return sqlite(findProgram("sqlite3"));
    case "postgres":
      return postgres();
    case "bash":
      return bash(findProgram("bash"));
    case "git":
      return git(findProgram("bash"), findProgram("git"));
  }
}

function fromFile(
  file: string | undefined,
  options: readonly string[],
  name: string,
  timeoutMs = TIMEOUT_MS,
  prepare = (program: string) => program,
): Interpreter | undefined {
  if (!file) return undefined;
  return {
    timeoutMs,
    launch(program, folder) {
      writeFileSync(join(folder, name), prepare(program));
      return { command: { file, args: [...options, name] } };
    },
  };
}

function withPhpTag(program: string): string {
  return program.trimStart().startsWith("<?") ? program : `<?php\n${program}`;
}

function go(file: string | undefined): Interpreter | undefined {
  const interpreter = fromFile(file, ["run"], "main.go", COMPILED_TIMEOUT_MS);
  return (
    interpreter && {
      ...interpreter,
      launch: (...args) => ({ ...interpreter.launch(...args), environment: { GOPROXY: "off", GOTOOLCHAIN: "local" } }),
    }
  );
}

/** Compiles and runs a program with a shell command. Undefined if any of `programs` isn't installed. */
function compiled(name: string, command: string, programs: readonly string[]): Interpreter | undefined {
  if (!programs.every((program) => findProgram(program))) return undefined;
  return {
    timeoutMs: COMPILED_TIMEOUT_MS,
    launch(program, folder) {
      writeFileSync(join(folder, name), program);
      return { command: { file: "sh", args: ["-c", command] } };
    },
  };
}

function sqlite(file: string | undefined): Interpreter | undefined {
  if (!file) return undefined;
  return {
    timeoutMs: TIMEOUT_MS,
    launch: (program) => ({ command: { file, args: ["-batch", "-bail", ":memory:"] }, input: program }),
  };
}

async function postgres(): Promise<Interpreter | undefined> {
  const programs = findPostgres();
  if (!programs) return undefined;
  const cluster = await startCluster(programs);
  const flags = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"];
  return {
    timeoutMs: TIMEOUT_MS,
    launch: (program) => ({
      command: { file: programs.psql, args: [...flags, ...cluster.database(), "-f", "-"] },
      input: program,
    }),
    close: () => cluster.close(),
  };
}

/** Writes the script outside of the working directory, so `ls` and `git status` don't show it. */
function bash(file: string | undefined): Interpreter | undefined {
  if (!file) return undefined;
  return {
    timeoutMs: TIMEOUT_MS,
    launch(program, _folder, outside) {
      const script = join(outside, "program.sh");
      writeFileSync(script, program);
      return { command: { file, args: [script] } };
    },
  };
}

const GIT_ENVIRONMENT = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_AUTHOR_DATE: "2026-01-01T12:00:00Z",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
  GIT_COMMITTER_DATE: "2026-01-01T12:00:00Z",
  GIT_TERMINAL_PROMPT: "0",
  GIT_EDITOR: "true",
  GIT_PAGER: "cat",
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "init.defaultBranch",
  GIT_CONFIG_VALUE_0: "main",
};

function git(bashFile: string | undefined, gitFile: string | undefined): Interpreter | undefined {
  const shell = bash(bashFile);
  if (!shell || !gitFile) return undefined;
  return {
    ...shell,
    launch(program, folder, outside) {
      const { command } = shell.launch(`git init -q -b main . || exit 1\n${program}`, folder, outside);
      return { command, environment: GIT_ENVIRONMENT };
    },
  };
}
