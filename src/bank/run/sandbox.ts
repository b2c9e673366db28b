import { spawn, spawnSync } from "node:child_process";
import { accessSync, chownSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NOBODY = 65_534;

/** The user that programs run as if we are root. Root ignores file permissions, and PostgreSQL doesn't run as root. */
export const unprivileged = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;

export type Command = { readonly file: string; readonly args: readonly string[] };

/** System folders come first, so results don't depend on the user's PATH. */
export const SEARCH_PATH = [
  "/usr/local/bin",
  "/usr/bin",
  "/bin",
  "/usr/sbin",
  "/sbin",
  ...(process.env.PATH ?? "").split(delimiter),
];

export function findProgram(name: string, folders: readonly string[] = SEARCH_PATH): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutableFile);
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Isolates programs as far as this machine allows it. */
export type Sandbox = ReturnType<typeof openSandbox>;

export function openSandbox() {
  const unshare = findProgram("unshare");
  const network =
    unshare &&
    [
      [unshare, "--net"],
      [unshare, "--map-current-user", "--net"],
    ].find(canRun);
  const setpriv = unprivileged && findProgram("setpriv");
  const user = setpriv && [setpriv, `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--no-new-privs"];
  const prefix = [...(network ?? []), ...(user ?? [])];

  return {
    isOffline: network !== undefined,
    /** Changes the owner of a folder to the user that programs run as. */
    grant(folder: string): void {
      if (user) chownSync(folder, NOBODY, NOBODY);
    },
    confine({ file, args }: Command): Command {
      const [first = file, ...rest] = [...prefix, file];
      return { file: first, args: [...rest, ...args] };
    },
  };
}

function canRun([file = "", ...args]: readonly string[]): boolean {
  return spawnSync(file, [...args, findProgram("true") ?? "true"], { stdio: "ignore" }).status === 0;
}

/** An environment without the variables of this process. */
export function bareEnvironment(home: string): Record<string, string> {
  return { PATH: SEARCH_PATH.join(":"), HOME: home, TMPDIR: home, LANG: "C.UTF-8", LC_ALL: "C.UTF-8", TZ: "UTC" };
}

export type RunResult = {
  readonly stdout: string;
  readonly stderr: string;
  readonly end: "exited" | "out of time" | "too much output";
};

type RunOptions = {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly input?: string | undefined;
  readonly limits: { readonly milliseconds: number; readonly bytes: number };
};

/** Runs a command. If it exceeds a limit, kills it and all processes that it started. */
export function runLimited(
  { file, args }: Command,
  { folder, environment, input, limits }: RunOptions,
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: folder, env: environment, detached: true });
    const output = { stdout: "", stderr: "" };
    let end: RunResult["end"] = "exited";
    const stop = (reason: RunResult["end"]) => {
      end = reason;
      killGroup(child.pid);
    };
    const collect = (name: "stdout" | "stderr") => (chunk: string) => {
      output[name] += chunk;
      if (output[name].length > limits.bytes) stop("too much output");
    };

    const timer = setTimeout(() => stop("out of time"), limits.milliseconds);
    child.stdout.setEncoding("utf8").on("data", collect("stdout"));
    child.stderr.setEncoding("utf8").on("data", collect("stderr"));
    child.stdin.on("error", () => undefined); // a program may exit without reading its input
    child.stdin.end(input ?? "");
    child.on("error", reject);
    child.on("exit", () => {
      clearTimeout(timer);
      killGroup(child.pid); // processes it left behind would keep the output open
    });
    child.on("close", () => resolve({ ...output, end }));
  });
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // the group has already exited
  }
}
