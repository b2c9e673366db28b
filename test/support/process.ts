import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

export type Started = { child: ChildProcess; printed(): string; exit: Promise<number | null> };

/** A file of `src/` in a process with nothing in its environment but PATH and what is given; `npm start` runs main.ts. */
export function start(variables: Record<string, string>, [file = "main.ts", ...args]: readonly string[] = []): Started {
  const child = spawn(process.execPath, ["--max-semi-space-size=4", "--import", "tsx/esm", `src/${file}`, ...args], {
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

/** Waits until it has printed what is sought; gives the first group of it. */
export async function said(started: Started, sought: RegExp): Promise<string> {
  for (let wait = 0; wait < 300; wait += 1) {
    const [, found = "yes"] = sought.exec(started.printed()) ?? [undefined, ""];
    if (sought.test(started.printed())) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Never said ${sought}:\n${started.printed()}`);
}

/** Ends it as an operator does; gives its exit code. */
export async function stop({ child, exit }: Started): Promise<number | null> {
  child.kill("SIGTERM");
  return exit;
}
