import { setTimeout as sleep } from "node:timers/promises";
import type { APIMessage } from "discord-api-types/v10";
import { createDraw, shuffled } from "../control/random.ts";
import { createSimulatedUser, type SimulatedUser } from "../control/simulated-user.ts";
import { HOME, PEOPLE } from "../model/home.ts";
import { listen } from "../model/world.ts";
import type { DemoState } from "../server/page/protocol.ts";
import type { Services } from "../services.ts";
import { answerQuestion, isFound, type Key } from "./answering.ts";
import { admit, DEMO_MEMBERS } from "./members.ts";
import { isQuestion } from "./reading.ts";

/**
 * Fills the home guild with forty members and three months of what they did, by the bot's own paths: its schedule posts
 * while time is moved on, and each of them presses what the bot shows. Nothing is written past the bot.
 *
 * Bounded: 60 question days × 43 people × about 70 % of them = some 1,800 answers, eight at a time.
 */
const QUESTION_DAYS = 60;
const AT_ONCE = 8;
/** A day on which no question comes within this is passed over; three of them in a row end it. */
const PATIENCE_MS = 10_000;
const MOST_SILENT_DAYS = 3;
/** A question has five options at most; of several right ones together nobody may find all. */
const MOST_FINDERS = 5;
const SEED = 2_026;
/** While the first answer, the next minutes pass. */
const MINUTE = 60_000;

export type DemoGroup = {
  state(): DemoState;
  /** Begins, unless it is under way. */
  start(): void;
  /** Ends after the answers under way; what has been played stays. */
  stop(): void;
  onChange(listener: () => void): () => void;
};

/** A habit for each: how often somebody comes, and how much they know. */
type Habit = { person: SimulatedUser; comes: number; knows: number };

export function createDemoGroup(
  services: () => Services,
  { dataDir, days = QUESTION_DAYS }: { dataDir?: string | undefined; days?: number | undefined },
): DemoGroup {
  let state: DemoState = { status: "idle", day: 0, days, answers: 0 };
  const listeners = new Set<() => void>();
  const change = (next: Partial<DemoState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  return {
    state: () => state,
    start() {
      if (state.status === "running" || state.status === "stopping") return;
      change({ status: "running", day: 0, answers: 0, reason: undefined });
      play(services(), dataDir, () => state, change).then(
        (reason) => change({ status: state.day < days ? "stopped" : "done", reason }),
        (cause: unknown) => {
          services().log(`demo group: ${cause instanceof Error ? cause.stack : String(cause)}`);
          change({ status: "stopped", reason: "It failed; the playground's log says why." });
        },
      );
    },
    stop() {
      if (state.status === "running") change({ status: "stopping" });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Change = (next: Partial<DemoState>) => void;

/** Plays day after day; answers why it ended early, if it did for a reason of its own. */
async function play(
  services: Services,
  dataDir: string | undefined,
  current: () => DemoState,
  change: Change,
): Promise<string | undefined> {
  admit(services.world, dataDir);
  const draw = createDraw(SEED);
  const group = [...DEMO_MEMBERS, ...PEOPLE.members].map(({ id }) => habitOf(services, id, draw));
  const moderator = PEOPLE.moderator.id;
  if ((await nextSlot(services)) === undefined) await plan(actor(services, moderator));

  let silent = 0;
  for (let day = 1; day <= current().days && current().status === "running"; day += 1) {
    const slot = await nextSlot(services);
    if (slot === undefined) return "No schedule of this server will post: see /schedule list.";
    const question = await questionAfter(services, () => services.world.time.moveTo(slot));
    silent = question === undefined ? silent + 1 : 0;
    if (silent === MOST_SILENT_DAYS) return "No question came for three days: see /schedule list.";
    if (question !== undefined) await answerAll(services, group, question, draw, current, change);
    change({ day });
  }
  return undefined;
}

function actor(services: Services, id: string): SimulatedUser {
  const user = services.world.users.get(id);
  if (user === undefined) throw new Error(`nobody has the id ${id}`);
  return createSimulatedUser(services, user, { settleAfterMs: 3_000 });
}

/** Some come nearly every day, some now and then; some know much, some are at the beginning. */
function habitOf(services: Services, id: string, draw: () => number): Habit {
  return { person: actor(services, id), comes: 0.45 + draw() * 0.52, knows: 0.4 + draw() * 0.55 };
}

async function nextSlot({ upcoming }: Services): Promise<number | undefined> {
  return (await upcoming.tell({ guildId: HOME.id, userId: PEOPLE.moderator.id })).slot;
}

async function plan(moderator: SimulatedUser): Promise<void> {
  const { daily } = HOME.channels;
  const rule = { channel: daily, time: "09:00", timezone: "UTC", days: "weekdays" };
  const { failed } = await moderator.command("schedule add", rule, daily);
  if (failed !== undefined) throw new Error(`no schedule could be set: ${failed}`);
}

/** The question that comes once time was moved. */
function questionAfter({ world }: Services, move: () => void): Promise<APIMessage | undefined> {
  return new Promise((resolve) => {
    const done = (question: APIMessage | undefined) => {
      stop();
      clearTimeout(patience);
      resolve(question);
    };
    const patience = setTimeout(() => done(undefined), PATIENCE_MS);
    const stop = listen(world, (event) => {
      if (event.type !== "message" || event.change !== "created" || event.channel.guildId !== HOME.id) return;
      if (isQuestion(event.message)) done(event.message);
    });
    move();
  });
}

async function answerAll(
  services: Services,
  group: readonly Habit[],
  question: APIMessage,
  draw: () => number,
  current: () => DemoState,
  change: Change,
): Promise<void> {
  const key: Key = {};
  const before = current().answers;
  const here = shuffled(
    group.filter(({ comes }) => draw() < comes),
    draw,
  );
  while (here.length > 0 && current().status === "running") {
    // The first come one by one: once somebody has found the right one, those who know it press it.
    const together = here.splice(0, !isFound(key) && current().answers - before < MOST_FINDERS ? 1 : AT_ONCE);
    const { time } = services.world;
    time.moveTo(time.now() + MINUTE * (1 + Math.floor(draw() * 9)));
    await Promise.all(together.map(({ person, knows }) => answerQuestion(person, question, key, draw() < knows, draw)));
    change({ answers: current().answers + together.length });
    // Whoever else is at work in this process gets their turn.
    await sleep(0);
  }
}
