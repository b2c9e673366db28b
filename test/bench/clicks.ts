import type { z } from "zod";
import { createAnswerStore } from "../../src/features/daily/answer-store.ts";
import { type Child, startChild } from "./child.ts";
import { botReady, clicked, cpuUsed, posted, type StandQuestion, standReady } from "./clicks/protocol.ts";
import { cpuOf } from "./cpu.ts";
import { type Figure, median, percentile, thousands } from "./figures.ts";
import type { BenchRedis } from "./redis.ts";

/**
 * Button clicks answered a second, and how long one waits, by this bot and by a bare discord.js bot. Each has a
 * playground of its own, driven by the process it runs in, and the other pair rests meanwhile. A click counts as
 * answered when the playground has taken the callback.
 */

const MEMBERS = 1_000;
const IN_FLIGHT = 64;
/** Until the compilers have settled. */
const WARM_UP_ROUNDS = 2;
const ROUNDS = 7;
const KINDS = ["first answers", "repeated taps"] as const;
type Kind = (typeof KINDS)[number];

type Side = { stand: Child & { ready: z.infer<typeof standReady> }; bot: Child; isBare: boolean };
/** One kind of click in one round by one bot; the microseconds of processor time a click took each process. */
type Run = { rate: number; p99: number; bot: number; stand: number; redis: number };
type Round = Record<Kind, { ours: Run; bare: Run }>;

export async function clicks(redis: BenchRedis): Promise<Figure[]> {
  const children: Child[] = [];
  const start = async (isBare: boolean): Promise<Side> => {
    const stand = await startChild(new URL("clicks/stand.ts", import.meta.url), [String(MEMBERS)], standReady);
    children.push(stand);
    const { apiUrl, token, guildId, channelId } = stand.ready;
    const bot = isBare
      ? await startChild(new URL("clicks/bare.ts", import.meta.url), [apiUrl, token, guildId, channelId], botReady)
      : await startChild(new URL("clicks/rootine.ts", import.meta.url), [apiUrl, token, redis.url], botReady);
    children.push(bot);
    return { stand, bot, isBare };
  };

  try {
    const ours = await start(false);
    const bare = await start(true);
    const rounds: Round[] = [];
    for (let number = 0; number < WARM_UP_ROUNDS + ROUNDS; number += 1) {
      const round = await playRound(redis, ours, bare, number % 2 === 0);
      if (number >= WARM_UP_ROUNDS) rounds.push(round);
    }
    await verify(redis, ours.stand.ready.guildId);
    return KINDS.flatMap((kind) => figuresOf(kind, rounds));
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

/** A new question, which all members answer, and then tap once more; who begins changes from round to round. */
async function playRound(redis: BenchRedis, ours: Side, bare: Side, oursFirst: boolean): Promise<Round> {
  await ours.stand.ask({ ask: "post" } satisfies StandQuestion, posted);
  const play = async () => {
    if (oursFirst) return { ours: await run(redis, ours), bare: await run(redis, bare) };
    const first = await run(redis, bare);
    return { ours: await run(redis, ours), bare: first };
  };
  return { "first answers": await play(), "repeated taps": await play() };
}

async function run(redis: BenchRedis, { stand, bot }: Side): Promise<Run> {
  const before = { bot: (await bot.ask({}, cpuUsed)).cpu, redis: await cpuOf(redis) };
  const { seconds, latencies, cpu } = await stand.ask(
    { ask: "click", inFlight: IN_FLIGHT } satisfies StandQuestion,
    clicked,
  );
  const after = { bot: (await bot.ask({}, cpuUsed)).cpu, redis: await cpuOf(redis) };
  const clicks = latencies.length;
  return {
    rate: clicks / seconds,
    p99: percentile(latencies, 0.99),
    bot: (after.bot - before.bot) / clicks,
    stand: cpu / clicks,
    redis: (after.redis - before.redis) / clicks,
  };
}

/** Only answers that were truly recorded were worth measuring. */
async function verify({ client }: BenchRedis, guildId: string): Promise<void> {
  const { answered } = await createAnswerStore(client).totals(guildId);
  const expected = MEMBERS * (WARM_UP_ROUNDS + ROUNDS);
  if (answered !== expected) throw new Error(`${answered} answers were recorded, not ${expected}`);
}

function figuresOf(kind: Kind, rounds: readonly Round[]): Figure[] {
  const of = (side: "ours" | "bare", figure: keyof Run) => rounds.map((round) => round[kind][side][figure]);
  const ratio = (figure: keyof Run) => median(rounds.map(({ [kind]: { ours, bare } }) => ours[figure] / bare[figure]));
  const cpu = (side: "ours" | "bare") =>
    (["bot", "stand", "redis"] as const).map((part) => thousands(told(side, part))).join(" + ");
  const told = (side: "ours" | "bare", figure: keyof Run) => median(of(side, figure));

  return [
    {
      name: `clicks: ${kind} a second, to the bare bot's`,
      value: ratio("rate"),
      unit: "×",
      target: { atLeast: 0.7 },
      from: `${thousands(told("ours", "rate"))}/s to ${thousands(told("bare", "rate"))}/s`,
    },
    {
      name: `clicks: ${kind}, p99 to acknowledged, to the bare bot's`,
      value: ratio("p99"),
      unit: "×",
      target: { atMost: 3 },
      from: `${told("ours", "p99").toFixed(1)} ms to ${told("bare", "p99").toFixed(1)} ms`,
    },
    {
      name: `clicks: ${kind}, processor time of the bot`,
      value: ratio("bot"),
      unit: "×",
      from: `µs a click (bot + Discord with its members + Redis): ${cpu("ours")} to ${cpu("bare")}`,
    },
  ];
}
