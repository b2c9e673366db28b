import { setTimeout as sleep } from "node:timers/promises";
import { seeded } from "../../src/platform/seed.ts";
import { DAY, HOUR, SECOND } from "../../src/platform/time.ts";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { type Child, startChild } from "../bench/child.ts";
import { percentile } from "../bench/figures.ts";
import type { BenchRedis } from "../bench/redis.ts";
import { type BotQuestion, botReady, looked, moved } from "./protocol.ts";
import { lookAtRedis } from "./redis-look.ts";
import { isFlat, lowestOfEach, type Trend, trendOf } from "./slope.ts";
import { foundTown } from "./town.ts";
import { createWatch } from "./watch.ts";

/** How much each may rise after the warm-up, as a part of its level. Times are the machine's too, which has other work. */
const BOUNDS = { heap: 0.05, rss: 0.1, handles: 0.1, keys: 0.05, bytes: 0.05, p99: 0.5 } as const;
type Measure = keyof typeof BOUNDS;

/** One in a thousand acts may fall into a pause of the machine. */
const FAILED_SHARE = 0.001;
const TOWNS = 4;
/** Every so many weeks the oldest town leaves and another comes. */
const RENEWED_EVERY = 2;
/** By then as many towns have had their data removed as have come, so that what is kept should grow no more. */
const WARM_UP_WEEKS = 12;
/** A week takes this long, and more only where its people are not done. */
const LOOKS_A_WEEK = 4;
const LOOK_EVERY = 5 * SECOND;
const WEEK = 7 * DAY;
/** The first Monday there was, at nine. */
const FIRST_MONDAY = 4 * DAY + 9 * HOUR;

export type Report = {
  ok: boolean;
  minutes: number;
  weeks: number;
  acts: number;
  failed: number;
  failures: string[];
  trends: Record<Measure, Trend & { bound: number; flat: boolean }>;
};

/** Guilds live, members act at a steady rate, and what the bot and its Redis hold is looked at all the while. */
export async function soak(redis: BenchRedis, minutes: number, say: (line: string) => void): Promise<Report> {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const args = [playground.apiUrl, playground.token, redis.url];
  const flags = ["--expose-gc", "--max-semi-space-size=4"];
  const bot = await startChild(new URL("bot.ts", import.meta.url), args, botReady, flags);
  try {
    return await run({ playground, bot, redis, minutes, say });
  } finally {
    await bot.end();
    await playground.close();
  }
}

type Run = { playground: Playground; bot: Child; redis: BenchRedis; minutes: number; say(line: string): void };
type Look = { at: number; week: number; measured: Partial<Record<Measure, number>> };

async function run({ playground, bot, redis, minutes, say }: Run): Promise<Report> {
  const random = seeded("soak");
  const watch = createWatch();
  const towns = await Promise.all(Array.from({ length: TOWNS }, () => foundTown(playground, watch, random)));
  const began = performance.now();
  const seconds = () => (performance.now() - began) / SECOND;
  const looks: Look[] = [];
  const failures: string[] = [];
  let acts = 0;
  let week = 0;
  for (; seconds() < minutes * 60; week += 1) {
    if (week > 0 && week % RENEWED_EVERY === 0) {
      await towns.shift()?.leave();
      towns.push(await foundTown(playground, watch, random));
    }
    await toMonday(playground, bot);
    failures.push(...watch.take().failures);
    const living = Promise.all(towns.map((town, index) => town.week(index === week % TOWNS)));
    for (let look = 0; look < LOOKS_A_WEEK; look += 1) {
      // Whatever goes wrong among them ends the wait.
      await Promise.race([sleep(LOOK_EVERY), living.then(() => sleep(LOOK_EVERY))]);
      looks.push({ at: seconds(), week, measured: await lookAtAll(bot, redis) });
    }
    await living;
    const { latencies, failures: failed } = watch.take();
    const p99 = percentile(latencies, 0.99);
    looks.push({ at: seconds(), week, measured: { p99 } });
    acts += latencies.length;
    failures.push(...failed);
    say(`week ${week + 1}: ${told(looks)}, ${latencies.length} acts, ${failed.length} failed`);
  }
  return judge({ looks, failures, acts, minutes, weeks: week });
}

/** On the clock of Discord and the bot: schedules post, last week's question is revealed, quizzes left lying end. */
async function toMonday({ clock: time }: Playground, bot: Child): Promise<void> {
  const week = Math.floor((time.now() - FIRST_MONDAY) / WEEK) + 1;
  time.moveTo(FIRST_MONDAY + week * WEEK + SECOND);
  await bot.ask({ ask: "move", ahead: time.ahead() } satisfies BotQuestion, moved);
}

async function lookAtAll(bot: Child, redis: BenchRedis): Promise<Look["measured"]> {
  const process = await bot.ask({ ask: "look" } satisfies BotQuestion, looked);
  return { ...process, ...(await lookAtRedis(redis.client)) };
}

function judge({ looks, failures, acts, ...ran }: Pick<Report, "minutes" | "weeks" | "acts"> & Judged): Report {
  const warm = looks.filter(({ week, at }) => week >= WARM_UP_WEEKS && at >= ran.minutes * 20);
  const trendIn = (name: Measure) => {
    const samples = warm.flatMap(({ at, week, measured: { [name]: value } }) =>
      value === undefined ? [] : [{ at, value, round: Math.floor(week / RENEWED_EVERY) }],
    );
    const trend = trendOf(lowestOfEach(samples));
    return { ...trend, bound: BOUNDS[name], flat: isFlat(trend, BOUNDS[name]) };
  };
  const trends = {
    heap: trendIn("heap"),
    rss: trendIn("rss"),
    handles: trendIn("handles"),
    keys: trendIn("keys"),
    bytes: trendIn("bytes"),
    p99: trendIn("p99"),
  };
  const isSound = failures.length <= acts * FAILED_SHARE && Object.values(trends).every(({ flat }) => flat);
  return { ok: isSound, ...ran, acts, failed: failures.length, failures: [...new Set(failures)], trends };
}

type Judged = { looks: readonly Look[]; failures: readonly string[] };

/** The latest of each. */
function told(looks: readonly Look[]): string {
  const latest = Object.assign({}, ...looks.slice(-2).map(({ measured }) => measured));
  return Object.entries(latest)
    .map(([name, value]) => `${name} ${Math.round(Number(value)).toLocaleString("en")}`)
    .join(", ");
}
