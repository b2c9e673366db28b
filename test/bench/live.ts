import type { z } from "zod";
import { type Child, startChild } from "./child.ts";
import { type Figure, median, percentile } from "./figures.ts";
import { botReady, clicked, type DriverQuestion, driverReady, heapUsed, opened } from "./live/protocol.ts";
import type { BenchRedis } from "./redis.ts";

/**
 * Live quizzes in which all members answer simultaneously, compared with a bare discord.js bot: the p99 latency, and whether
 * memory grows from round to round. Each result confirms that every answer counted.
 */

const MEMBERS = 200;
const ROUNDS = 50;
/** Enough for the JIT to compile the code and for one quiz to end. */
const WARM_UP_ROUNDS = 25;
const LOOK_EVERY = 5;

type Driver = Child & { ready: z.infer<typeof driverReady> };

export async function live(redis: BenchRedis): Promise<Figure[]> {
  const children: Child[] = [];
  const startDriver = async (kind: "rootine" | "bare"): Promise<Driver> => {
    const driver = await startChild(new URL("live/driver.ts", import.meta.url), [String(MEMBERS), kind], driverReady);
    children.push(driver);
    return driver;
  };
  const startBot = async (file: string, args: string[]): Promise<Child> => {
    const bot = await startChild(new URL(file, import.meta.url), args, botReady);
    children.push(bot);
    return bot;
  };

  try {
    const ours = await startDriver("rootine");
    const bot = await startBot("live/rootine.ts", [ours.ready.apiUrl, ours.ready.token, redis.url]);
    const bare = await startDriver("bare");
    await startBot("live/bare.ts", [bare.ready.apiUrl, bare.ready.token, bare.ready.channelId]);

    const rounds: { ours: number; bare: number }[] = [];
    const heaps: number[] = [];
    for (let number = 1; number <= WARM_UP_ROUNDS + ROUNDS; number += 1) {
      const round = await play(ours, bare, number % 2 === 0);
      if (number <= WARM_UP_ROUNDS) continue;
      rounds.push(round);
      if (number % LOOK_EVERY === 0) heaps.push((await bot.ask({}, heapUsed)).heap);
    }
    return figures(rounds, heaps);
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

/** The bots take turns going first. */
async function play(ours: Driver, bare: Driver, oursFirst: boolean): Promise<{ ours: number; bare: number }> {
  await ours.ask({ ask: "open" } satisfies DriverQuestion, opened);
  const p99 = async (driver: Driver) => {
    const { latencies } = await driver.ask({ ask: "click" } satisfies DriverQuestion, clicked);
    return percentile(latencies, 0.99);
  };
  if (oursFirst) return { ours: await p99(ours), bare: await p99(bare) };
  const first = await p99(bare);
  return { ours: await p99(ours), bare: first };
}

function figures(rounds: readonly { ours: number; bare: number }[], heaps: readonly number[]): Figure[] {
  const middle = (side: "ours" | "bare") => median(rounds.map((round) => round[side])).toFixed(0);
  const [first, last] = ends(heaps);
  return [
    {
      name: `live: ${MEMBERS} simultaneous answers, p99 latency, relative to a bare bot`,
      value: median(rounds.map(({ ours, bare }) => ours / bare)),
      unit: "×",
      target: { atMost: 3 },
      from: `${middle("ours")} ms to ${middle("bare")} ms`,
    },
    {
      name: `live: heap after ${ROUNDS} rounds, relative to before`,
      value: last / first,
      unit: "×",
      target: { atMost: 1.02 },
      from: `${heaps.map((heap) => (heap / 2 ** 20).toFixed(1)).join(" ")} MB, every ${LOOK_EVERY} rounds`,
    },
  ];
}

/** The means of the first and last third of the samples; a single one may precede a garbage collection. */
function ends(heaps: readonly number[]): [first: number, last: number] {
  const few = Math.ceil(heaps.length / 3);
  const mean = (some: readonly number[]) => some.reduce((sum, heap) => sum + heap, 0) / some.length;
  return [mean(heaps.slice(0, few)), mean(heaps.slice(-few))];
}
