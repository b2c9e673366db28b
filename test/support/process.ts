import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { eventually } from "./eventually.ts";
import { MEMORY_FLAGS } from "./node-flags.ts";

export type Started = { child: ChildProcess; printed(): string; exit: Promise<number | null> };

/** Newer versions of Node.js strip types themselves, as the container's does. */
const stripsTypes = "typescript" in process.features && process.features.typescript !== false;
const loader = stripsTypes ? [] : ["--import", "tsx/esm"];

/** Runs a file of `src/` like `npm start` runs main.ts, with only PATH, HOME and the given variables. */
export function start(variables: Record<string, string>, [file = "main.ts", ...args]: readonly string[] = []): Started {
  const child = spawn(process.execPath, [...MEMORY_FLAGS, ...loader, `src/${file}`, ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  child.stderr.on("data", (chunk) => {
    printed += chunk;
  });
  const exit = once(child, "exit").then(([code]) => code);
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, printed: () => printed, exit };
}

/** Waits until the process has printed the pattern; returns its first group. */
export function waitForOutput(started: Started, pattern: RegExp): Promise<string> {
  const find = () => {
    const [all, group = all] = pattern.exec(started.printed()) ?? [];
    return group;
  };
  return eventually(find, 60_000).catch(() => {
    throw new Error(`Never printed ${pattern}:\n${started.printed()}`);
  });
}

/** Stops the process like an operator would. Returns its exit code. */
export async function stop({ child, exit }: Started): Promise<number | null> {
  child.kill("SIGTERM");
  return exit;
}
