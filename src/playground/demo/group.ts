import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { APIMessage } from "discord-api-types/v10";
import type { Clock } from "../control/clock.ts";
import { createRandom, shuffled } from "../control/random.ts";
import type { SimulatedUser, SimulatedUserOptions } from "../control/simulated-user.ts";
import { createEmitter } from "../emitter.ts";
import type { Model } from "../model/model.ts";
import { writeJsonFile } from "../persistence/files.ts";
import type { DemoState, UpcomingSource } from "../server/page/protocol.ts";
import { answerQuestion, type Findings, isSolved } from "./answering.ts";
import { COMMANDS, isQuestion } from "./rootine.ts";
import { HOME, PEOPLE } from "./seed.ts";

type DemoGroupOptions = {
  model: Pick<Model, "view" | "guilds" | "subscribe">;
  clock: Clock;
  upcoming: UpcomingSource;
  user(id: string, options: SimulatedUserOptions): SimulatedUser;
  /** How many days with a question to simulate. */
  days?: number | undefined;
  dataDir?: string | undefined;
  log(line: string): void;
};

/** 60 days × 43 users × about 70% participation: about 1,800 answers. */
const QUESTION_DAYS = 60;
const CONCURRENCY = 8;
/** A day without a question within this time is skipped. */
const QUESTION_TIMEOUT_MS = 10_000;
const MAX_SKIPPED_IN_A_ROW = 3;
/** This many answer one at a time until the answer is known. A question has at most five options. */
const MAX_EXPLORERS = 5;
const SEED = 2_026;
const MINUTE_MS = 60_000;

/** How likely a user is to show up, and to know the answer. */
type Participant = { user: SimulatedUser; attendance: number; knowledge: number };

type Run = DemoGroupOptions & {
  random: () => number;
  state(): DemoState;
  change(next: Partial<DemoState>): void;
};

export type DemoGroup = ReturnType<typeof createDemoGroup>;

/**
 * Fills the home guild with forty members and three months of activity, all through the bot: its schedule posts while
 * the clock moves, and the members use its components.
 */
export function createDemoGroup(options: DemoGroupOptions) {
  const { days = QUESTION_DAYS, log } = options;
  const changes = createEmitter();
  let state: DemoState = { status: "idle", day: 0, days, answers: 0 };
  const change = (next: Partial<DemoState>) => {
    state = { ...state, ...next };
    changes.emit();
  };
  const run = { ...options, random: createRandom(SEED), state: () => state, change };
  const start = async () => {
    change({ status: "running", day: 0, answers: 0, reason: undefined });
    try {
      const reason = await simulate(run);
      change({ status: state.day < days ? "stopped" : "done", reason });
    } catch (error) {
      log(`Demo group failed: ${error instanceof Error ? error.stack : String(error)}`);
      change({ status: "stopped", reason: "The simulation failed; see the playground's log." });
    }
  };
  return {
    state: (): DemoState => state,
    /** Starts, unless it's already running. */
    start() {
      if (state.status !== "running" && state.status !== "stopping") void start();
    },
    /** Stops after the current answers. Everything so far remains. */
    stop() {
      if (state.status === "running") change({ status: "stopping" });
    },
    onChange: changes.subscribe,
  };
}

/** Simulates day after day. Returns why it ended early, unless it was stopped. */
async function simulate(run: Run): Promise<string | undefined> {
  const { model, clock, dataDir, state, change } = run;
  addDemoMembers(model, dataDir);
  const participants = [...DEMO_MEMBERS, ...PEOPLE.members].map(({ id }) => participant(run, id));
  if ((await nextSlot(run)) === undefined) await addSchedule(run.user(PEOPLE.moderator.id, {}));

  let skipped = 0;
  for (let day = 1; day <= state().days && state().status === "running"; day += 1) {
    const slot = await nextSlot(run);
    if (slot === undefined) return "No schedule in this server is running; see `/schedule list`.";
    const question = await questionAfter(model, () => clock.moveTo(slot));
    skipped = question === undefined ? skipped + 1 : 0;
    if (skipped === MAX_SKIPPED_IN_A_ROW) return "No question was posted for three days; see `/schedule list`.";
    if (question !== undefined) await answerAll(run, participants, question);
    change({ day });
  }
  return undefined;
}

function participant({ user, random }: Run, id: string): Participant {
  return {
    user: user(id, { settleAfterMs: 3_000 }),
    attendance: 0.45 + random() * 0.52,
    knowledge: 0.4 + random() * 0.55,
  };
}

async function nextSlot({ upcoming }: Run): Promise<number | undefined> {
  return (await upcoming({ guildId: HOME.id, userId: PEOPLE.moderator.id })).slot;
}

async function addSchedule(moderator: SimulatedUser): Promise<void> {
  const { daily } = HOME.channels;
  const options = { channel: daily, time: "09:00", timezone: "UTC", days: "weekdays" };
  const { failed } = await moderator.command(COMMANDS.addSchedule, options, daily);
  if (failed !== undefined) throw new Error(`The schedule could not be added: ${failed}`);
}

/** The question that the bot posts after the clock moves. */
function questionAfter(
  { view, subscribe }: Pick<Model, "view" | "subscribe">,
  moveClock: () => void,
): Promise<APIMessage | undefined> {
  return new Promise((resolve) => {
    const done = (question: APIMessage | undefined) => {
      unsubscribe();
      clearTimeout(timeout);
      resolve(question);
    };
    const timeout = setTimeout(() => done(undefined), QUESTION_TIMEOUT_MS);
    const unsubscribe = subscribe((event) => {
      if (event.type !== "message" || event.change !== "created" || event.readerId !== undefined) return;
      if (event.channel.guildId === view.homeGuildId && isQuestion(event.message)) done(event.message);
    });
    moveClock();
  });
}

async function answerAll(run: Run, participants: readonly Participant[], question: APIMessage): Promise<void> {
  const { clock, random, state, change } = run;
  const findings: Findings = { rejected: [] };
  const before = state().answers;
  const waiting = shuffled(
    participants.filter(({ attendance }) => random() < attendance),
    random,
  );
  while (waiting.length > 0 && state().status === "running") {
    const isExploring = !isSolved(findings) && state().answers - before < MAX_EXPLORERS;
    const batch = waiting.splice(0, isExploring ? 1 : CONCURRENCY);
    clock.moveTo(clock.now() + MINUTE_MS * (1 + Math.floor(random() * 9)));
    await Promise.all(
      batch.map(({ user, knowledge }) =>
        answerQuestion({ user, question, findings, knows: random() < knowledge, random }),
      ),
    );
    change({ answers: state().answers + batch.length });
    // Let other work in this process run.
    await sleep(0);
  }
}

const NAMES =
  "Ada Bo Chen Dana Emre Fay Goran Hana Ivo Juno Kofi Lena Milan Nia Omar Priya Quinn Rosa Stefan Tara Umar Vera Wim Xenia Yann Zoe Anouk Bilal Carla Dmitri Elif Femi Greta Hugo Ines Jonas Kaya Liam Marta Nils".split(
    " ",
  );
const FIRST_ID = 430_000_000_000_000_001n;
const MARKER_FILE = "demo-group.json";

/** The forty members of the demo group. Their ids never change, so their answers outlive a restart. */
const DEMO_MEMBERS: readonly { id: string; name: string }[] = NAMES.map((name, index) => ({
  id: (FIRST_ID + BigInt(index)).toString(),
  name,
}));

/** Adds the demo group to the home guild, also after a restart. */
function addDemoMembers({ view, guilds }: Pick<Model, "view" | "guilds">, dataDir: string | undefined): void {
  guilds.addMembers(view.homeGuildId, DEMO_MEMBERS);
  if (dataDir !== undefined) writeJsonFile(join(dataDir, MARKER_FILE), {});
}

export function restoreDemoMembers(model: Pick<Model, "view" | "guilds">, dataDir: string | undefined): void {
  if (dataDir !== undefined && existsSync(join(dataDir, MARKER_FILE))) addDemoMembers(model, dataDir);
}
