import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { slotJob } from "../../../src/features/schedules/jobs.ts";
import { parseDays } from "../../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../../src/features/schedules/store.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { MINUTE, SECOND } from "../../../src/platform/time.ts";
import { type Child, startChild } from "../child.ts";
import { cpuUsed } from "../clicks/protocol.ts";
import { cpuOf } from "../cpu.ts";
import { type Figure, median, thousands } from "../figures.ts";
import { inFlight } from "../in-flight.ts";
import type { BenchRedis } from "../redis.ts";
import { discordReady, seen, started, type WorkerOptions } from "./protocol.ts";

/**
 * How fast posts due at the same time are sent: relative to Discord's limit; without limits, relative to a bare REST loop; and by
 * two workers relative to one. Two workers are compared against a Discord with realistic latency, because an instant one
 * makes the shared cores the bottleneck.
 */

const PER_GUILD = 5;
const LIMIT = 50;
/** The concurrency of a worker. */
const WIDTH = 32;
const LIMITED_GUILDS = 200;
/** Enough to make JIT compilation negligible. */
const FREE_GUILDS = 1_200;
const SLOW_GUILDS = 400;
const DELAY_MS = 100;
const ROUNDS = 3;
const PATIENCE = 2 * MINUTE;

/** One run: posts per second, and CPU time per post in microseconds. */
type Run = { rate: number; refused: number; senders: number; discord: number; redis: number };
type Round = Record<"bare" | "worker" | "one" | "two" | "oneAtOnce" | "twoAtOnce", Run>;

export async function fanOut(redis: BenchRedis): Promise<Figure[]> {
  const limited = await postAll(redis, { guilds: LIMITED_GUILDS, workers: 1, limit: LIMIT });
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      bare: await postBarely(),
      worker: await postAll(redis, { guilds: FREE_GUILDS, workers: 1 }),
      one: await postAll(redis, { guilds: SLOW_GUILDS, workers: 1, answersAfter: DELAY_MS }),
      two: await postAll(redis, { guilds: SLOW_GUILDS, workers: 2, answersAfter: DELAY_MS }),
      oneAtOnce: await postAll(redis, { guilds: FREE_GUILDS, workers: 1, answersAfter: 0 }),
      twoAtOnce: await postAll(redis, { guilds: FREE_GUILDS, workers: 2, answersAfter: 0 }),
    });
  }

  const middle = (reply: (round: Round) => number) => median(rounds.map(reply));
  const rate = (of: keyof Round) => `${thousands(middle((round) => round[of].rate))}/s`;
  const cpu = (of: keyof Round) =>
    (["senders", "discord", "redis"] as const).map((part) => thousands(middle((round) => round[of][part]))).join(" + ");
  return [
    {
      name: `fan-out: posts per second, relative to Discord's limit of ${LIMIT}`,
      value: limited.rate / LIMIT,
      unit: "×",
      target: { atLeast: 0.95 },
      from: `${thousands(LIMITED_GUILDS * PER_GUILD)} posts at ${limited.rate.toFixed(1)}/s`,
    },
    { name: "fan-out: 429 responses", value: limited.refused, unit: "", target: { atMost: 0 } },
    {
      name: "fan-out: posts per second without limits, relative to a bare REST loop",
      value: middle(({ worker, bare }) => worker.rate / bare.rate),
      unit: "×",
      target: { atLeast: 0.6 },
      from: `${rate("worker")} to ${rate("bare")}; processor µs a post (sender + Discord + Redis): ${cpu("worker")} to ${cpu("bare")}`,
    },
    {
      name: `fan-out: two workers, relative to one, with ${DELAY_MS} ms latency`,
      value: middle(({ one, two }) => two.rate / one.rate),
      unit: "×",
      target: { atLeast: 1.6 },
      from: `${rate("two")} to ${rate("one")}; ${WIDTH} at once each`,
    },
    {
      name: "fan-out: two workers, relative to one, without latency",
      value: middle(({ oneAtOnce, twoAtOnce }) => twoAtOnce.rate / oneAtOnce.rate),
      unit: "×",
      from: `${rate("twoAtOnce")} to ${rate("oneAtOnce")}; processor µs a post: ${cpu("twoAtOnce")} to ${cpu("oneAtOnce")}`,
    },
  ];
}

/** `answersAfter`: uses the fake Discord with this latency in ms instead of the playground. */
type Case = { guilds: number; workers: number; limit?: number; answersAfter?: number };

async function postAll(redis: BenchRedis, { guilds, workers, limit, answersAfter }: Case): Promise<Run> {
  await redis.empty();
  const children: Child[] = [];
  try {
    const discord = await (answersAfter === undefined
      ? startPlayground(guilds, limit)
      : startChild(new URL("fake-discord.ts", import.meta.url), [String(guilds), String(answersAfter)], discordReady));
    children.push(discord);
    const { apiUrl, token, channels } = discord.ready;
    const due = Math.ceil(Date.now() / MINUTE) * MINUTE;
    await addSchedules(redis, channels, due);
    const free = limit ? {} : { requestsPerSecond: 50_000 };
    const options: WorkerOptions = { apiUrl, token, redisUrl: redis.url, ahead: due - Date.now(), ...free };
    const starting = Array.from({ length: workers }, () =>
      startChild(new URL("worker.ts", import.meta.url), [JSON.stringify(options)], started),
    );
    const senders = await Promise.all(starting);
    children.push(...senders);

    const before = await cpuOfAll(senders, discord, redis);
    await makeDue(redis, channels, due);
    const { posts, from, to, refused } = await until(discord, channels.length);
    const after = await cpuOfAll(senders, discord, redis);
    const each = (part: keyof typeof after) => (after[part] - before[part]) / posts;
    const rate = ((posts - 1) * SECOND) / (to - from);
    return { rate, refused, senders: each("senders"), discord: each("discord"), redis: each("redis") };
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

async function cpuOfAll(senders: readonly Child[], discord: Child, redis: BenchRedis) {
  const used = await Promise.all(senders.map((sender) => sender.ask({}, cpuUsed)));
  return {
    senders: used.reduce((sum, { cpu }) => sum + cpu, 0),
    discord: (await discord.ask({}, seen)).cpu,
    redis: await cpuOf(redis),
  };
}

async function postBarely(): Promise<Run> {
  const children: Child[] = [];
  try {
    const discord = await startPlayground(FREE_GUILDS);
    children.push(discord);
    const { apiUrl, token, channels } = discord.ready;
    const args = [apiUrl, token, String(WIDTH)];
    const loop = await startChild(new URL("rest-loop.ts", import.meta.url), args, started);
    children.push(loop);
    const channelIds = channels.map(({ channelId }) => channelId);
    const before = (await discord.ask({}, seen)).cpu;
    const { seconds, cpu } = await loop.ask({ channelIds }, cpuUsed.extend({ seconds: z.number() }));
    const discordCpu = (await discord.ask({}, seen)).cpu - before;
    const posts = channels.length;
    return { rate: posts / seconds, refused: 0, senders: cpu / posts, discord: discordCpu / posts, redis: 0 };
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

function startPlayground(guilds: number, limit?: number) {
  const args = [String(guilds), ...(limit ? [String(limit)] : [])];
  return startChild(new URL("discord.ts", import.meta.url), args, discordReady);
}

type Channel = { guildId: string; channelId: string };

/** One schedule per channel, all due in the same minute. */
async function addSchedules({ client }: BenchRedis, channels: readonly Channel[], due: number): Promise<void> {
  const schedules = createScheduleStore(client);
  const time = new Date(due).toISOString().slice(11, 16);
  const rule = { time, days: parseDays("daily"), zone: "UTC", revealAfterHours: 6, thread: false };
  await inFlight(64, channels.length, async (index) => {
    const { guildId = "", channelId = "" } = channels[index] ?? {};
    const serial = (index % PER_GUILD) + 1;
    await schedules.add(guildId, { ...rule, id: `daily-${serial}`, serial, version: 0, channelId }, PER_GUILD);
  });
}

/** Starts only when every worker is ready. */
async function makeDue({ client }: BenchRedis, channels: readonly Channel[], due: number): Promise<void> {
  const agenda = createAgenda(client);
  const entries = channels.map(({ guildId }, index) => ({
    guildId,
    scheduleId: `daily-${(index % PER_GUILD) + 1}`,
  }));
  await Promise.all(entries.map((entry) => agenda.set(slotJob, entry, due)));
}

async function until(discord: Child, posts: number) {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(SECOND / 4)) {
    const reply = await discord.ask({}, seen);
    if (reply.posts >= posts) return reply;
  }
  throw new Error(`Not all of ${posts} posts were sent`);
}
