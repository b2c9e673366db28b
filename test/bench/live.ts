import type { z } from "zod";
import { type Child, startChild } from "./child.ts";
import { type Figure, median, percentile } from "./figures.ts";
import { botReady, clicked, heapUsed, opened, type StandQuestion, standReady } from "./live/protocol.ts";
import type { BenchRedis } from "./redis.ts";

/**
 * Live quizzes in which all members answer in the same moment, by this bot and by a bare discord.js bot: how long the
 * slowest wait for their acknowledgement, and whether anything piles up in memory from round to round. That every answer
 * counted is read off each result.
 */

const MEMBERS = 200;
const ROUNDS = 50;
/** Until the compilers have settled, and a quiz has ended once with all that follows. */
const WARM_UP_ROUNDS = 25;
const LOOK_EVERY = 5;

type Stand = Child & { ready: z.infer<typeof standReady> };

export async function live(redis: BenchRedis): Promise<Figure[]> {
  const children: Child[] = [];
  const startStand = async (kind: "rootine" | "bare"): Promise<Stand> => {
    const stand = await startChild(new URL("live/stand.ts", import.meta.url), [String(MEMBERS), kind], standReady);
    children.push(stand);
    return stand;
  };
  const startBot = async (file: string, args: string[]): Promise<Child> => {
    const bot = await startChild(new URL(file, import.meta.url), args, botReady);
    children.push(bot);
    return bot;
  };

  try {
    const ours = await startStand("rootine");
    const bot = await startBot("live/rootine.ts", [ours.ready.apiUrl, ours.ready.token, redis.url]);
    const bare = await startStand("bare");
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

/** Who begins changes from round to round. */
async function play(ours: Stand, bare: Stand, oursFirst: boolean): Promise<{ ours: number; bare: number }> {
  await ours.ask({ ask: "open" } satisfies StandQuestion, opened);
  const p99 = async (stand: Stand) => {
    const { latencies } = await stand.ask({ ask: "click" } satisfies StandQuestion, clicked);
    return percentile(latencies, 0.99);
  };
  if (oursFirst) return { ours: await p99(ours), bare: await p99(bare) };
  const first = await p99(bare);
  return { ours: await p99(ours), bare: first };
}

function figures(rounds: readonly { ours: number; bare: number }[], heaps: readonly number[]): Figure[] {
  const told = (side: "ours" | "bare") => median(rounds.map((round) => round[side])).toFixed(0);
  const [first, last] = ends(heaps);
  return [
    {
      name: `live: ${MEMBERS} answers in one moment, p99 to acknowledged, to the bare bot's`,
      value: median(rounds.map(({ ours, bare }) => ours / bare)),
      unit: "×",
      target: { atMost: 3 },
      from: `${told("ours")} ms to ${told("bare")} ms`,
    },
    {
      name: `live: the bot's heap after ${ROUNDS} rounds, to that before them`,
      value: last / first,
      unit: "×",
      target: { atMost: 1.02 },
      from: `${heaps.map((heap) => (heap / 2 ** 20).toFixed(1)).join(" ")} MB, every ${LOOK_EVERY} rounds`,
    },
  ];
}

/** The means of the first and the last few looks: one alone may fall just before something is let go. */
function ends(heaps: readonly number[]): [first: number, last: number] {
  const few = Math.ceil(heaps.length / 3);
  const mean = (some: readonly number[]) => some.reduce((sum, heap) => sum + heap, 0) / some.length;
  return [mean(heaps.slice(0, few)), mean(heaps.slice(-few))];
}
