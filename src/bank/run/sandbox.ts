import { spawn, spawnSync } from "node:child_process";
import { chownSync } from "node:fs";
import { type Command, findProgram, SEARCH_PATH } from "./command.ts";

const NOBODY = 65_534;

/** Whom programs run as where we are root: root sees no file permissions, and PostgreSQL refuses it. */
export const runner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;

export interface Limits {
  readonly milliseconds: number;
  readonly bytes: number;
}

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly ended: "exited" | "out of time" | "too much output";
}

/** How programs are kept from the machine, as far as it lets us. */
export interface Sandbox {
  readonly offline: boolean;
  /** Hands a folder to whom the programs run as. */
  own(folder: string): void;
  confine(command: Command): Command;
}

export function openSandbox(): Sandbox {
  const unshare = findProgram("unshare");
  const network =
    unshare &&
    [
      [unshare, "--net"],
      [unshare, "--map-current-user", "--net"],
    ].find(works);
  const setpriv = runner && findProgram("setpriv");
  const person = setpriv && [setpriv, `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--no-new-privs"];
  const prefix = [...(network ?? []), ...(person ?? [])];

  return {
    offline: network !== undefined,
    own: (folder) => {
      if (person) chownSync(folder, NOBODY, NOBODY);
    },
    confine: ({ file, args }) => {
      const [first = file, ...rest] = [...prefix, file];
      return { file: first, args: [...rest, ...args] };
    },
  };
}

function works([file = "", ...args]: readonly string[]): boolean {
  return spawnSync(file, [...args, findProgram("true") ?? "true"], { stdio: "ignore" }).status === 0;
}

/** An environment with nothing of ours in it. */
export function bareEnvironment(home: string): Record<string, string> {
  return { PATH: SEARCH_PATH.join(":"), HOME: home, TMPDIR: home, LANG: "C.UTF-8", LC_ALL: "C.UTF-8", TZ: "UTC" };
}

export interface Start {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly input?: string | undefined;
  readonly limits: Limits;
}

/** Runs a command and what it starts, and ends all of it at the limits. */
export function runLimited({ file, args }: Command, { folder, environment, input, limits }: Start): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: folder, env: environment, detached: true });
    const output = { stdout: "", stderr: "" };
    let ended: Ended["ended"] = "exited";
    const end = (how: Ended["ended"]) => {
      ended = how;
      killGroup(child.pid);
    };
    const keep = (name: "stdout" | "stderr") => (chunk: string) => {
      output[name] += chunk;
      if (output[name].length > limits.bytes) end("too much output");
    };

    const timer = setTimeout(() => end("out of time"), limits.milliseconds);
    child.stdout.setEncoding("utf8").on("data", keep("stdout"));
    child.stderr.setEncoding("utf8").on("data", keep("stderr"));
    child.stdin.on("error", () => undefined); // a program may end without reading
    child.stdin.end(input ?? "");
    child.on("error", reject);
    child.on("exit", () => {
      clearTimeout(timer);
      killGroup(child.pid); // what it left running would keep its output open
    });
    child.on("close", () => resolve({ ...output, ended }));
  });
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // the group has ended by itself
  }
}
