import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Role } from "../../src/config.ts";
import { ANSWER_STEPS, type Step, WORK_STEPS } from "./steps.ts";

const VICTIM = fileURLToPath(new URL("victim.ts", import.meta.url));
const NOT_STARTED = 3;
const BEFORE_ANOTHER_TRY_MS = 300;

export type Plan = { token: string; apiUrl: string; redisUrl: string; mock?: "small"; requestsPerSecond?: number };
export type Death = { step: Step; nth: number };

/** Processes of a bot. Whoever dies is replaced by one of the same role, so there are always as many as were asked for. */
export type Fleet = {
  /** Kills one of them at once, without warning. */
  kill(index: number): void;
  /** Stops one of them where it stands, and lets it go on. */
  freeze(index: number): void;
  thaw(index: number): void;
  /** Moves the clock of all of them. */
  setAhead(ahead: number): void;
  /** Plans deaths, each to be died once by a process whose role comes to its step. */
  doom(deaths: readonly Death[]): void;
  /** Plans this death for one of them, before any other of its own. */
  sentence(index: number, death: Death): void;
  /** The deaths that were planned and not died yet. */
  undied(): readonly Death[];
  /** Nobody dies of what was planned any more. */
  pardon(): void;
  /** What each death was due to, and how many there were. */
  deaths: Map<string, number>;
  /** Processes that ended by themselves: an error nobody caught. */
  crashes: string[];
  isReady(): boolean;
  /** Resolves when all of them run. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

type Member = { role: Role; child: ChildProcess | undefined; die: Death | undefined; ready: boolean };

export function startFleet(roles: readonly Role[], plan: Plan, planned: readonly Death[] = []): Fleet {
  const waiting = [...planned];
  const deaths = new Map<string, number>();
  const crashes: string[] = [];
  const crew = roles.map((role): Member => ({ role, child: undefined, die: undefined, ready: false }));
  let ahead = 0;
  let closing = false;

  function nextDeath(role: Role): Death | undefined {
    const index = waiting.findIndex(({ step }) => comesTo(role, step));
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  }

  function launch(member: Member): void {
    member.die ??= nextDeath(member.role);
    member.ready = false;
    const told = JSON.stringify({ ...plan, role: member.role, ahead, die: member.die });
    const child = fork(VICTIM, [told], {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    member.child = child;
    child.on("message", () => {
      member.ready = true;
    });
    child.on("exit", async (code, signal) => {
      member.ready = false;
      if (closing) return;
      note(member, child, code, signal);
      if (code === NOT_STARTED) await sleep(BEFORE_ANOTHER_TRY_MS);
      if (!closing) launch(member);
    });
  }

  /** Who was killed at random before its own death came leaves it to the one in its place. */
  function note(member: Member, child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    const byItself = signal === "SIGKILL" && !child.killed;
    const cause = byItself ? member.die?.step : undefined;
    if (cause) member.die = undefined;
    const named = cause ?? (signal ? `${signal} ${member.role}` : `a ${member.role} that could not start`);
    deaths.set(named, (deaths.get(named) ?? 0) + 1);
    if (signal === null && code !== NOT_STARTED) crashes.push(`${member.role}: exit ${code}`);
  }

  for (const member of crew) launch(member);
  const isReady = () => crew.every(({ ready }) => ready);
  const signal = (index: number, name: NodeJS.Signals) => {
    const pid = crew[index]?.child?.pid;
    if (pid !== undefined && crew[index]?.child?.exitCode === null) process.kill(pid, name);
  };

  return {
    kill: (index) => void crew[index]?.child?.kill("SIGKILL"),
    freeze: (index) => signal(index, "SIGSTOP"),
    thaw: (index) => signal(index, "SIGCONT"),
    setAhead(moved) {
      ahead = moved;
      for (const { child } of crew) tell(child, { ahead });
    },
    doom(more) {
      waiting.push(...more);
      for (const member of crew) {
        if (member.die) continue;
        member.die = nextDeath(member.role);
        if (member.die) tell(member.child, { die: member.die });
      }
    },
    sentence(index, death) {
      const member = crew[index];
      if (!member) return;
      if (member.die) waiting.unshift(member.die);
      member.die = death;
      tell(member.child, { die: death });
    },
    undied: () => [...waiting, ...crew.flatMap(({ die }) => die ?? [])],
    pardon() {
      waiting.length = 0;
      for (const member of crew) {
        if (member.die) tell(member.child, { die: null });
        member.die = undefined;
      }
    },
    deaths,
    crashes,
    isReady,
    async ready() {
      while (!isReady()) await sleep(50);
    },
    async close() {
      closing = true;
      const exits = crew.flatMap(({ child }) => (child && child.exitCode === null ? [once(child, "exit")] : []));
      for (const { child } of crew) child?.kill("SIGKILL");
      await Promise.all(exits);
    },
  };
}

/** An exam is answered by one and seen to by another; its test has one process that does both. */
function comesTo(role: Role, step: Step): boolean {
  if (role === "all") return true;
  const steps: readonly Step[] = role === "worker" ? WORK_STEPS : ANSWER_STEPS;
  return steps.includes(step);
}

/** Who has just died is not told; who takes its place starts with what holds by then. */
function tell(child: ChildProcess | undefined, order: object): void {
  if (child?.connected) child.send(order, () => undefined);
}
