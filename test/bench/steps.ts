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
  done,
  type Play,
  STEPS,
  type StandQuestion,
  standReady,
} from "./steps/protocol.ts";

/**
 * Steps of quizzes, reviews and exams, each taken by all members before one of their own: how long one waits for it, to
 * the replies of a bare discord.js bot, which knows them beforehand. Each has a playground of its own, and the other
 * pair rests meanwhile. A step counts as answered when the playground has taken the callback.
 */

const MEMBERS = 250;
const IN_FLIGHT = 64;
/** Until the compilers have settled. */
const WARM_UP_ROUNDS = 3;
const ROUNDS: Readonly<Record<Play, number>> = { quiz: 14, review: 7, exam: 10 };
/** When all that was missed in a quiz is due. */
const UNTIL_REVIEW = 30 * DAY;

type Step = (typeof STEPS)[Play][number];
type Side = { stand: Child; bot: Child };
/** One kind of step in one round by one bot. */
type Run = { rate: number; p99: number; cpu: number };
type Pair = { ours: Run; bare: Run };

export async function steps(redis: BenchRedis): Promise<Figure[]> {
  const children: Child[] = [];
  const start = async (file: string, ...more: string[]) => {
    const stand = await startChild(new URL("steps/stand.ts", import.meta.url), [String(MEMBERS)], standReady);
    children.push(stand);
    const { apiUrl, token, memberIds } = stand.ready;
    const bot = await startChild(new URL(file, import.meta.url), [apiUrl, token, ...more], botReady);
    children.push(bot);
    return { stand, bot, memberIds };
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

/** All members begin one and go through it step by step; who begins changes from round to round. */
async function play(kind: Play, ours: Side, bare: Side): Promise<Figure[]> {
  for (const { stand } of [ours, bare])
    await stand.ask({ ask: "begin", play: kind, inFlight: IN_FLIGHT } satisfies StandQuestion, done);

  const pairs = new Map<Step, Pair[]>(STEPS[kind].map((step) => [step, []]));
  for (let round = 0; round < ROUNDS[kind]; round += 1) {
    for (const step of STEPS[kind]) {
      // In a quiz everyone misses every other question, for the review.
      const right = kind === "quiz" ? (round % 2 === 0 ? "even" : "odd") : "all";
      const question = { ask: "step", play: kind, step, right, inFlight: IN_FLIGHT } as const;
      const pair = await runBoth(question, ours, bare, round % 2 === 0);
      if (round >= WARM_UP_ROUNDS) pairs.get(step)?.push(pair);
    }
  }
  return [...pairs].map(([step, measured]) => figureOf(`${kind}, ${step}`, measured));
}

async function runBoth(question: StandQuestion, ours: Side, bare: Side, oursFirst: boolean): Promise<Pair> {
  if (oursFirst) return { ours: await run(question, ours), bare: await run(question, bare) };
  const first = await run(question, bare);
  return { ours: await run(question, ours), bare: first };
}

async function run(question: StandQuestion, { stand, bot }: Side): Promise<Run> {
  const before = await bot.ask({}, cpuUsed);
  const { seconds, latencies } = await stand.ask(question, done);
  const after = await bot.ask({}, cpuUsed);
  return {
    rate: latencies.length / seconds,
    p99: percentile(latencies, 0.99),
    cpu: (after.cpu - before.cpu) / latencies.length,
  };
}

/** Only steps that were truly stored were worth measuring. */
async function verify({ client }: BenchRedis, memberIds: readonly string[]): Promise<void> {
  const learners = createLearnerStore(client);
  const exams = createExamStore(client);
  for (const memberId of memberIds) {
    const seen = await learners.seen(memberId);
    const answered = [...seen.values()].reduce((sum, { times }) => sum + times, 0);
    if (answered !== ROUNDS.quiz + ROUNDS.review) throw new Error(`${answered} answers of ${memberId} were stored`);
    const items = (await exams.loadOpen(memberId))?.items ?? [];
    const sat = items.filter(({ response, flagged }) => response?.[0] === "again" && flagged).length;
    if (sat !== ROUNDS.exam) throw new Error(`${sat} items of the exam of ${memberId} were answered and flagged`);
  }
}

function figureOf(name: string, pairs: readonly Pair[]): Figure {
  const told = (side: keyof Pair, figure: keyof Run) => median(pairs.map((pair) => pair[side][figure]));
  const both = (say: (side: keyof Pair) => string) => `${say("ours")} to ${say("bare")}`;
  return {
    name: `steps: ${name}, p99 to acknowledged, to the bare bot's`,
    value: median(pairs.map(({ ours, bare }) => ours.p99 / bare.p99)),
    unit: "×",
    target: { atMost: 3 },
    from: [
      both((side) => `${told(side, "p99").toFixed(1)} ms`),
      both((side) => `${thousands(told(side, "rate"))}/s`),
      both((side) => `${thousands(told(side, "cpu"))} µs of processor`),
    ].join(", "),
  };
}
