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

/** Processes of a bot. Each one that dies is replaced by another of the same role. */
export type Fleet = {
  /** Sends SIGKILL. */
  kill(index: number): void;
  /** Sends SIGSTOP; `thaw` sends SIGCONT. */
  freeze(index: number): void;
  thaw(index: number): void;
  /** Sets how far ahead the clocks of all processes are. */
  setAhead(ahead: number): void;
  /** Plans deaths; each kills one process with a role that reaches the step. */
  planDeaths(deaths: readonly Death[]): void;
  /** Plans a death for this process, ahead of its others. */
  planDeathOf(index: number, death: Death): void;
  /** Planned deaths that haven't happened yet. */
  pendingDeaths(): readonly Death[];
  /** Cancels all planned deaths. */
  cancelDeaths(): void;
  /** The number of deaths by cause. */
  deaths: Map<string, number>;
  /** Processes that exited on their own, because of an uncaught error. */
  crashes: string[];
  isReady(): boolean;
  /** Resolves when all processes are ready. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

type Member = { role: Role; child: ChildProcess | undefined; die: Death | undefined; ready: boolean };

export function startFleet(roles: readonly Role[], plan: Plan, planned: readonly Death[] = []): Fleet {
  const waiting = [...planned];
  const deaths = new Map<string, number>();
  const crashes: string[] = [];
  const members = roles.map((role): Member => ({ role, child: undefined, die: undefined, ready: false }));
  let ahead = 0;
  let closing = false;

  function takeDeath(role: Role): Death | undefined {
    const index = waiting.findIndex(({ step }) => reaches(role, step));
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  }

  function launch(member: Member): void {
    member.die ??= takeDeath(member.role);
    member.ready = false;
    const options = JSON.stringify({ ...plan, role: member.role, ahead, die: member.die });
    const child = fork(VICTIM, [options], {
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

  /** A process killed before its planned death passes it on to its replacement. */
  function note(member: Member, child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    const killedItself = signal === "SIGKILL" && !child.killed;
    const cause = killedItself ? member.die?.step : undefined;
    if (cause) member.die = undefined;
    const label = cause ?? (signal ? `${signal} ${member.role}` : `${member.role} failed to start`);
    deaths.set(label, (deaths.get(label) ?? 0) + 1);
    if (signal === null && code !== NOT_STARTED) crashes.push(`${member.role}: exit ${code}`);
  }

  for (const member of members) launch(member);
  const isReady = () => members.every(({ ready }) => ready);
  const signal = (index: number, name: NodeJS.Signals) => {
    const pid = members[index]?.child?.pid;
    if (pid !== undefined && members[index]?.child?.exitCode === null) process.kill(pid, name);
  };

  return {
    kill: (index) => void members[index]?.child?.kill("SIGKILL"),
    freeze: (index) => signal(index, "SIGSTOP"),
    thaw: (index) => signal(index, "SIGCONT"),
    setAhead(moved) {
      ahead = moved;
      for (const { child } of members) tell(child, { ahead });
    },
    planDeaths(more) {
      waiting.push(...more);
      for (const member of members) {
        if (member.die) continue;
        member.die = takeDeath(member.role);
        if (member.die) tell(member.child, { die: member.die });
      }
    },
    planDeathOf(index, death) {
      const member = members[index];
      if (!member) return;
      if (member.die) waiting.unshift(member.die);
      member.die = death;
      tell(member.child, { die: death });
    },
    pendingDeaths: () => [...waiting, ...members.flatMap(({ die }) => die ?? [])],
    cancelDeaths() {
      waiting.length = 0;
      for (const member of members) {
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
      const exits = members.flatMap(({ child }) => (child && child.exitCode === null ? [once(child, "exit")] : []));
      for (const { child } of members) child?.kill("SIGKILL");
      await Promise.all(exits);
    },
  };
}

/** Only a process of the role "all" reaches every step of an exam. */
function reaches(role: Role, step: Step): boolean {
  if (role === "all") return true;
  const steps: readonly Step[] = role === "worker" ? WORK_STEPS : ANSWER_STEPS;
  return steps.includes(step);
}

/** Skips a process that has just died: its replacement starts with the current state. */
function tell(child: ChildProcess | undefined, order: object): void {
  if (child?.connected) child.send(order, () => undefined);
}
