import type { z } from "zod";
import { createAnswerStore } from "../../src/features/daily/answer-store.ts";
import { type Child, startChild } from "./child.ts";
import { botReady, clicked, cpuUsed, type DriverQuestion, driverReady, posted } from "./clicks/protocol.ts";
import { cpuOf } from "./cpu.ts";
import { type Figure, median, percentile, thousands } from "./figures.ts";
import type { BenchRedis } from "./redis.ts";

/**
 * Clicks per second and latency of this bot, compared with a bare discord.js bot. Each has its own playground; the pairs
 * run in turns. A click is acknowledged when the playground has received the callback.
 */

const MEMBERS = 1_000;
const IN_FLIGHT = 64;
/** Enough for the JIT to compile the code. */
const WARM_UP_ROUNDS = 2;
const ROUNDS = 7;
const KINDS = ["first answers", "repeated clicks"] as const;
type Kind = (typeof KINDS)[number];

type Side = { driver: Child & { ready: z.infer<typeof driverReady> }; bot: Child; isBare: boolean };
/** One kind of click in one round of one bot; CPU time per click and process in microseconds. */
type Run = { rate: number; p99: number; bot: number; driver: number; redis: number };
type Round = Record<Kind, { ours: Run; bare: Run }>;

export async function clicks(redis: BenchRedis): Promise<Figure[]> {
  const children: Child[] = [];
  const start = async (isBare: boolean): Promise<Side> => {
    const driver = await startChild(new URL("clicks/driver.ts", import.meta.url), [String(MEMBERS)], driverReady);
    children.push(driver);
    const { apiUrl, token, guildId, channelId } = driver.ready;
    const bot = isBare
      ? await startChild(new URL("clicks/bare.ts", import.meta.url), [apiUrl, token, guildId, channelId], botReady)
      : await startChild(new URL("clicks/rootine.ts", import.meta.url), [apiUrl, token, redis.url], botReady);
    children.push(bot);
    return { driver, bot, isBare };
  };

  try {
    const ours = await start(false);
    const bare = await start(true);
    const rounds: Round[] = [];
    for (let number = 0; number < WARM_UP_ROUNDS + ROUNDS; number += 1) {
      const round = await playRound(redis, ours, bare, number % 2 === 0);
      if (number >= WARM_UP_ROUNDS) rounds.push(round);
    }
    await verify(redis, ours.driver.ready.guildId);
    return KINDS.flatMap((kind) => figuresOf(kind, rounds));
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

/** Posts a question; every member clicks twice. The bots take turns going first. */
async function playRound(redis: BenchRedis, ours: Side, bare: Side, oursFirst: boolean): Promise<Round> {
  await ours.driver.ask({ ask: "post" } satisfies DriverQuestion, posted);
  const play = async () => {
    if (oursFirst) return { ours: await run(redis, ours), bare: await run(redis, bare) };
    const first = await run(redis, bare);
    return { ours: await run(redis, ours), bare: first };
  };
  return { "first answers": await play(), "repeated clicks": await play() };
}

async function run(redis: BenchRedis, { driver, bot }: Side): Promise<Run> {
  const before = { bot: (await bot.ask({}, cpuUsed)).cpu, redis: await cpuOf(redis) };
  const { seconds, latencies, cpu } = await driver.ask(
    { ask: "click", inFlight: IN_FLIGHT } satisfies DriverQuestion,
    clicked,
  );
  const after = { bot: (await bot.ask({}, cpuUsed)).cpu, redis: await cpuOf(redis) };
  const clicks = latencies.length;
  return {
    rate: clicks / seconds,
    p99: percentile(latencies, 0.99),
    bot: (after.bot - before.bot) / clicks,
    driver: cpu / clicks,
    redis: (after.redis - before.redis) / clicks,
  };
}

/** Fails if answers weren't recorded, because then the measurement is meaningless. */
async function verify({ client }: BenchRedis, guildId: string): Promise<void> {
  const { answered } = await createAnswerStore(client).totals(guildId);
  const expected = MEMBERS * (WARM_UP_ROUNDS + ROUNDS);
  if (answered !== expected) throw new Error(`${answered} answers were recorded, not ${expected}`);
}

function figuresOf(kind: Kind, rounds: readonly Round[]): Figure[] {
  const of = (side: "ours" | "bare", figure: keyof Run) => rounds.map((round) => round[kind][side][figure]);
  const ratio = (figure: keyof Run) => median(rounds.map(({ [kind]: { ours, bare } }) => ours[figure] / bare[figure]));
  const cpu = (side: "ours" | "bare") =>
    (["bot", "driver", "redis"] as const).map((part) => thousands(middle(side, part))).join(" + ");
  const middle = (side: "ours" | "bare", figure: keyof Run) => median(of(side, figure));

  return [
    {
      name: `clicks: ${kind} per second, relative to a bare bot`,
      value: ratio("rate"),
      unit: "×",
      target: { atLeast: 0.7 },
      from: `${thousands(middle("ours", "rate"))}/s to ${thousands(middle("bare", "rate"))}/s`,
    },
    {
      name: `clicks: ${kind}, p99 latency, relative to a bare bot`,
      value: ratio("p99"),
      unit: "×",
      target: { atMost: 3 },
      from: `${middle("ours", "p99").toFixed(1)} ms to ${middle("bare", "p99").toFixed(1)} ms`,
    },
    {
      name: `clicks: ${kind}, CPU time, relative to a bare bot`,
      value: ratio("bot"),
      unit: "×",
      from: `µs per click (bot + Discord and members + Redis): ${cpu("ours")} to ${cpu("bare")}`,
    },
  ];
}
