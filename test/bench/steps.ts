import { createExamStore } from "../../src/features/exams/store.ts";
import { createLearnerStore } from "../../src/features/learning/store.ts";
import { DAY } from "../../src/platform/time.ts";
import { type Child, startChild } from "./child.ts";
import { type Figure, median, percentile, thousands } from "./figures.ts";
import type { BenchRedis } from "./redis.ts";
import {
  type BotQuestion,
  botReady,
  cpuUsed,
  type DriverQuestion,
  done,
  driverReady,
  type Play,
  STEPS,
} from "./steps/protocol.ts";

/**
 * Latency of quiz, review and exam steps taken by all members, compared with a bare discord.js bot with fixed replies.
 * Each has its own playground; the pairs run in turns. A step is acknowledged when the playground has received the callback.
 */

const MEMBERS = 250;
const IN_FLIGHT = 64;
/** Enough for the JIT to compile the code. */
const WARM_UP_ROUNDS = 3;
const ROUNDS: Readonly<Record<Play, number>> = { quiz: 14, review: 7, exam: 10 };
/** By then, all missed questions of a quiz are due. */
const UNTIL_REVIEW = 30 * DAY;

type Step = (typeof STEPS)[Play][number];
type Side = { driver: Child; bot: Child };
/** One kind of step in one round of one bot. */
type Run = { rate: number; p99: number; cpu: number };
type Pair = { ours: Run; bare: Run };

export async function steps(redis: BenchRedis): Promise<Figure[]> {
  const children: Child[] = [];
  const start = async (file: string, ...more: string[]) => {
    const driver = await startChild(new URL("steps/driver.ts", import.meta.url), [String(MEMBERS)], driverReady);
    children.push(driver);
    const { apiUrl, token, memberIds } = driver.ready;
    const bot = await startChild(new URL(file, import.meta.url), [apiUrl, token, ...more], botReady);
    children.push(bot);
    return { driver, bot, memberIds };
  };

  try {
    const ours = await start("steps/rootine.ts", redis.url);
    const bare = await start("steps/bare.ts");
    const figures = await play("quiz", ours, bare);
    await ours.bot.ask({ ahead: UNTIL_REVIEW } satisfies BotQuestion, cpuUsed);
    figures.push(...(await play("review", ours, bare)), ...(await play("exam", ours, bare)));
    await verify(redis, ours.memberIds);
    return figures;
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

/** All members start one and go through it step by step. The bots take turns going first. */
async function play(kind: Play, ours: Side, bare: Side): Promise<Figure[]> {
  for (const { driver } of [ours, bare])
    await driver.ask({ ask: "begin", play: kind, inFlight: IN_FLIGHT } satisfies DriverQuestion, done);

  const pairs = new Map<Step, Pair[]>(STEPS[kind].map((step) => [step, []]));
  for (let round = 0; round < ROUNDS[kind]; round += 1) {
    for (const step of STEPS[kind]) {
      // Everyone misses every other quiz question, so that the review has cards.
      const right = kind === "quiz" ? (round % 2 === 0 ? "even" : "odd") : "all";
      const question = { ask: "step", play: kind, step, right, inFlight: IN_FLIGHT } as const;
      const pair = await runBoth(question, ours, bare, round % 2 === 0);
      if (round >= WARM_UP_ROUNDS) pairs.get(step)?.push(pair);
    }
  }
  return [...pairs].map(([step, measured]) => figureOf(`${kind}, ${step}`, measured));
}

async function runBoth(question: DriverQuestion, ours: Side, bare: Side, oursFirst: boolean): Promise<Pair> {
  if (oursFirst) return { ours: await run(question, ours), bare: await run(question, bare) };
  const first = await run(question, bare);
  return { ours: await run(question, ours), bare: first };
}

async function run(question: DriverQuestion, { driver, bot }: Side): Promise<Run> {
  const before = await bot.ask({}, cpuUsed);
  const { seconds, latencies } = await driver.ask(question, done);
  const after = await bot.ask({}, cpuUsed);
  return {
    rate: latencies.length / seconds,
    p99: percentile(latencies, 0.99),
    cpu: (after.cpu - before.cpu) / latencies.length,
  };
}

/** Fails if steps weren't stored, because then the measurement is meaningless. */
async function verify({ client }: BenchRedis, memberIds: readonly string[]): Promise<void> {
  const learners = createLearnerStore(client);
  const exams = createExamStore(client);
  for (const memberId of memberIds) {
    const seen = await learners.history(memberId);
    const answered = [...seen.values()].reduce((sum, { attempts: times }) => sum + times, 0);
    if (answered !== ROUNDS.quiz + ROUNDS.review) throw new Error(`${answered} answers of ${memberId} were stored`);
    const items = (await exams.loadOpen(memberId))?.items ?? [];
    const sat = items.filter(({ response, flagged }) => response?.[0] === "again" && flagged).length;
    if (sat !== ROUNDS.exam) throw new Error(`${sat} items of the exam of ${memberId} were answered and flagged`);
  }
}

function figureOf(name: string, pairs: readonly Pair[]): Figure {
  const middle = (side: keyof Pair, figure: keyof Run) => median(pairs.map((pair) => pair[side][figure]));
  const both = (format: (side: keyof Pair) => string) => `${format("ours")} to ${format("bare")}`;
  return {
    name: `steps: ${name}, p99 latency, relative to a bare bot`,
    value: median(pairs.map(({ ours, bare }) => ours.p99 / bare.p99)),
    unit: "×",
    target: { atMost: 3 },
    from: [
      both((side) => `${middle(side, "p99").toFixed(1)} ms`),
      both((side) => `${thousands(middle(side, "rate"))}/s`),
      both((side) => `${thousands(middle(side, "cpu"))} µs of CPU time`),
    ].join(", "),
  };
}
