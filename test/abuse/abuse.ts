import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { SECOND } from "../../src/platform/time.ts";
import { openPlayground } from "../../src/playground/playground.ts";
import { type Child, startChild } from "../bench/child.ts";
import { type Figure, percentile } from "../bench/figures.ts";
import type { BenchRedis } from "../bench/redis.ts";
import { MEMORY_FLAGS } from "../support/node-flags.ts";
import { createAttacks } from "./attacks.ts";
import { createNeighbors, type Neighbors, ON_TIME_MS, type Played } from "./neighbors.ts";

const WARM_UP_SECONDS = 15;
const MEGABYTE = 1024 * 1024;
const SAMPLE_MS = 500;

const ready = z.object({ ready: z.literal(true) });
const memory = z.object({ rss: z.number() });

type Measured = Played & { rss: number; redis: number };

/** Compares what neighbors experience with and without attacks. */
export async function abuse(redis: BenchRedis, seconds: number, print: (line: string) => void): Promise<Figure[]> {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const args = [playground.apiUrl, playground.token, redis.url];
  const bot = await startChild(new URL("bot.ts", import.meta.url), args, ready, MEMORY_FLAGS);
  try {
    const neighbors = await createNeighbors(playground);
    const attacks = await createAttacks(playground, redis.client);
    const measure = (length: number) => measureRun(neighbors, bot, redis, Date.now() + length * SECOND);
    print("warming up");
    await measure(WARM_UP_SECONDS);
    print("calm");
    const calm = await measure(seconds);
    print("hostile");
    const hostility = attacks.run(Date.now() + seconds * SECOND);
    const hostile = await measure(seconds);
    print(`attacks: ${JSON.stringify(await hostility)}`);
    for (const failure of new Set([...calm.failures, ...hostile.failures])) print(`failed: ${failure}`);
    return figuresOf(calm, hostile);
  } finally {
    await bot.end();
    await playground.close();
  }
}

async function measureRun(neighbors: Neighbors, bot: Child, redis: BenchRedis, until: number): Promise<Measured> {
  const peak = { rss: 0, redis: 0 };
  const sampling = async () => {
    while (Date.now() < until) {
      peak.rss = Math.max(peak.rss, (await bot.ask({}, memory)).rss);
      peak.redis = Math.max(peak.redis, await usedMemory(redis));
      await sleep(SAMPLE_MS);
    }
  };
  const [played] = await Promise.all([neighbors.play(until), sampling()]);
  return { ...played, ...peak };
}

async function usedMemory({ client }: BenchRedis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await client.info("memory"))?.[1]);
}

function figuresOf(calm: Measured, hostile: Measured): Figure[] {
  const p99 = (run: Measured) => percentile(run.latencies, 0.99);
  const megabytes = (bytes: number) => bytes / MEGABYTE;
  const late = hostile.missing + hostile.delays.filter((delay) => delay > ON_TIME_MS).length;
  return [
    {
      name: "abuse: neighbors' p99 latency, relative to a calm run",
      value: p99(hostile) / p99(calm),
      unit: "×",
      target: { atMost: 1.5 },
      from: `${p99(hostile).toFixed(0)} ms to ${p99(calm).toFixed(0)} ms, ${hostile.latencies.length} and ${calm.latencies.length} actions`,
    },
    {
      name: "abuse: the bot's peak memory, above a calm run",
      value: megabytes(hostile.rss - calm.rss),
      unit: "MB",
      target: { atMost: 80 },
      from: `${megabytes(hostile.rss).toFixed(0)} MB to ${megabytes(calm.rss).toFixed(0)} MB`,
    },
    {
      name: "abuse: Redis's peak memory, above a calm run",
      value: megabytes(hostile.redis - calm.redis),
      unit: "MB",
      target: { atMost: 20 },
      from: `${megabytes(hostile.redis).toFixed(0)} MB to ${megabytes(calm.redis).toFixed(0)} MB`,
    },
    {
      name: "abuse: other guilds' posts that were late or missing",
      value: late,
      unit: "",
      target: { atMost: 0 },
      from: `${hostile.delays.length + hostile.missing} posts, the slowest after ${Math.max(0, ...hostile.delays)} ms`,
    },
    {
      name: "abuse: neighbors' failed actions",
      value: hostile.failures.length,
      unit: "",
      target: { atMost: 0 },
      from: `${calm.failures.length} in the calm run`,
    },
  ];
}
