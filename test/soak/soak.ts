import { setTimeout as sleep } from "node:timers/promises";
import { seeded } from "../../src/platform/seed.ts";
import { DAY, HOUR, SECOND } from "../../src/platform/time.ts";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { type Child, startChild } from "../bench/child.ts";
import { percentile } from "../bench/figures.ts";
import type { BenchRedis } from "../bench/redis.ts";
import { MEMORY_FLAGS } from "../support/node-flags.ts";
import { createActiveGuild } from "./active-guild.ts";
import { type BotQuestion, botReady, moved, processUsage } from "./protocol.ts";
import { createRecorder } from "./recorder.ts";
import { redisUsage } from "./redis-usage.ts";
import { isFlat, lowestOfEach, type Trend, trendOf } from "./slope.ts";

/** The maximum rise of each measure after the warm-up, relative to its level. p99 also depends on other load. */
const BOUNDS = { heap: 0.05, rss: 0.1, handles: 0.1, keys: 0.05, bytes: 0.05, p99: 0.5 } as const;
type Measure = keyof typeof BOUNDS;

/** Tolerates stalls of the machine. */
const FAILED_SHARE = 0.001;
const GUILDS = 4;
/** How often the oldest guild is replaced. */
const REPLACE_EVERY_WEEKS = 2;
/** After this, guilds are deleted as fast as they are added, so stored data should stay constant. */
const WARM_UP_WEEKS = 12;
/** The minimum length of a simulated week. */
const SAMPLES_PER_WEEK = 4;
const SAMPLE_INTERVAL = 5 * SECOND;
const WEEK = 7 * DAY;
/** The first Monday after the epoch, at 09:00. */
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

/** Runs active guilds at a steady rate and samples the resources of the bot and Redis. */
export async function soak(redis: BenchRedis, minutes: number, print: (line: string) => void): Promise<Report> {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const args = [playground.apiUrl, playground.token, redis.url];
  const flags = ["--expose-gc", ...MEMORY_FLAGS];
  const bot = await startChild(new URL("bot.ts", import.meta.url), args, botReady, flags);
  try {
    return await run({ playground, bot, redis, minutes, print });
  } finally {
    await bot.end();
    await playground.close();
  }
}

type Run = { playground: Playground; bot: Child; redis: BenchRedis; minutes: number; print(line: string): void };
type Measurement = { at: number; week: number; measured: Partial<Record<Measure, number>> };

async function run({ playground, bot, redis, minutes, print }: Run): Promise<Report> {
  const random = seeded("soak");
  const recorder = createRecorder();
  const guilds = await Promise.all(
    Array.from({ length: GUILDS }, () => createActiveGuild(playground, recorder, random)),
  );
  const began = performance.now();
  const seconds = () => (performance.now() - began) / SECOND;
  const measurements: Measurement[] = [];
  const failures: string[] = [];
  let acts = 0;
  let week = 0;
  for (; seconds() < minutes * 60; week += 1) {
    if (week > 0 && week % REPLACE_EVERY_WEEKS === 0) {
      await guilds.shift()?.leave();
      guilds.push(await createActiveGuild(playground, recorder, random));
    }
    await toMonday(playground, bot);
    failures.push(...recorder.take().failures);
    const weeks = Promise.all(guilds.map((guild, index) => guild.week(index === week % GUILDS)));
    for (let sample = 0; sample < SAMPLES_PER_WEEK; sample += 1) {
      // An error in a guild ends the wait.
      await Promise.race([sleep(SAMPLE_INTERVAL), weeks.then(() => sleep(SAMPLE_INTERVAL))]);
      measurements.push({ at: seconds(), week, measured: await measure(bot, redis) });
    }
    await weeks;
    const { latencies, failures: failed } = recorder.take();
    const p99 = percentile(latencies, 0.99);
    measurements.push({ at: seconds(), week, measured: { p99 } });
    acts += latencies.length;
    failures.push(...failed);
    print(`week ${week + 1}: ${latestValues(measurements)}, ${latencies.length} acts, ${failed.length} failed`);
  }
  return createReport({ measurements, failures, acts, minutes, weeks: week });
}

/** Advances the clocks of Discord and the bot to the next Monday, so that everything due happens. */
async function toMonday({ clock: time }: Playground, bot: Child): Promise<void> {
  const week = Math.floor((time.now() - FIRST_MONDAY) / WEEK) + 1;
  time.moveTo(FIRST_MONDAY + week * WEEK + SECOND);
  await bot.ask({ ask: "move", ahead: time.ahead() } satisfies BotQuestion, moved);
}

async function measure(bot: Child, redis: BenchRedis): Promise<Measurement["measured"]> {
  const process = await bot.ask({ ask: "measure" } satisfies BotQuestion, processUsage);
  return { ...process, ...(await redisUsage(redis.client)) };
}

function createReport({
  measurements,
  failures,
  acts,
  ...ran
}: Pick<Report, "minutes" | "weeks" | "acts"> & Measured): Report {
  const warm = measurements.filter(({ week, at }) => week >= WARM_UP_WEEKS && at >= ran.minutes * 20);
  const trendIn = (name: Measure) => {
    const samples = warm.flatMap(({ at, week, measured: { [name]: value } }) =>
      value === undefined ? [] : [{ at, value, round: Math.floor(week / REPLACE_EVERY_WEEKS) }],
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
  const ok = failures.length <= acts * FAILED_SHARE && Object.values(trends).every(({ flat }) => flat);
  return { ok: ok, ...ran, acts, failed: failures.length, failures: [...new Set(failures)], trends };
}

type Measured = { measurements: readonly Measurement[]; failures: readonly string[] };

/** The latest value of each measure. */
function latestValues(measurements: readonly Measurement[]): string {
  const latest = Object.assign({}, ...measurements.slice(-2).map(({ measured }) => measured));
  return Object.entries(latest)
    .map(([name, value]) => `${name} ${Math.round(Number(value)).toLocaleString("en")}`)
    .join(", ");
}
