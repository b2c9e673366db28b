import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Step } from "./steps.ts";

const VICTIM = fileURLToPath(new URL("victim.ts", import.meta.url));

export type Plan = { token: string; apiUrl: string; redisUrl: string; mock?: "small" };
export type Death = { step: Step; nth: number };

/** Bots in processes of their own. Whoever dies is replaced, so there are always as many as were asked for. */
export type Fleet = {
  /** Kills one of them at once, without warning. */
  kill(index: number): void;
  /** Moves the clock of all of them. */
  setAhead(ahead: number): void;
  /** What each death was due to, and how many there were. */
  deaths: Map<string, number>;
  ready(): Promise<void>;
  close(): Promise<void>;
};

/** `deaths` are handed out one to each new process, so that each is died once. */
export function startFleet(size: number, plan: Plan, planned: Death[]): Fleet {
  const deaths = new Map<string, number>();
  const crew: (ChildProcess | undefined)[] = [];
  let ahead = 0;
  let closing = false;
  let readyCount = 0;
  let allReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    allReady = resolve;
  });

  const launch = (index: number) => {
    const die = planned.shift();
    const child = fork(VICTIM, [JSON.stringify({ ...plan, ahead, ...(die && { die }) })], {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    crew[index] = child;
    child.on("message", () => {
      readyCount += 1;
      if (readyCount >= size) allReady();
    });
    child.on("exit", (code, signal) => {
      if (closing) return;
      // Killed at random before its own death came: the next one gets to die it.
      if (die && (child.killed || signal !== "SIGKILL")) planned.unshift(die);
      const cause = signal === "SIGKILL" ? (child.killed ? "at random" : (die?.step ?? "at random")) : `exit ${code}`;
      deaths.set(cause, (deaths.get(cause) ?? 0) + 1);
      launch(index);
    });
  };
  for (let index = 0; index < size; index += 1) launch(index);

  return {
    kill: (index) => void crew[index]?.kill("SIGKILL"),
    setAhead(moved) {
      ahead = moved;
      for (const child of crew) if (child?.connected) child.send({ ahead });
    },
    deaths,
    ready: () => ready,
    async close() {
      closing = true;
      const exits = crew.flatMap((child) => (child && child.exitCode === null ? [once(child, "exit")] : []));
      for (const child of crew) child?.kill("SIGKILL");
      await Promise.all(exits);
    },
  };
}
