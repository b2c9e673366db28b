import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { parseDays } from "../../../src/core/days.ts";
import { firstSlot } from "../../../src/core/schedule.ts";
import { MINUTE, SECOND } from "../../../src/core/time.ts";
import { createAgenda } from "../../../src/redis/agenda.ts";
import { createScheduleStore } from "../../../src/redis/schedules.ts";
import { type Child, startChild } from "../child.ts";
import { type Figure, median, thousands } from "../figures.ts";
import type { BenchRedis } from "../redis.ts";
import { discordReady, type Seen, seen, started, type WorkerOptions } from "./protocol.ts";

/**
 * How fast posts go out that are all due at once: under Discord's limits, by what of them is used; without them, against
 * a bare loop over discord.js' REST, by one worker and by two. Each worker and Discord are processes of their own.
 */

const PER_GUILD = 5;
const LIMIT = 50;
/** As many as the worker sends at once. */
const WIDTH = 16;
const LIMITED_GUILDS = 160;
const FREE_GUILDS = 400;
const ROUNDS = 3;
const PATIENCE = 2 * MINUTE;

export async function fanOut(redis: BenchRedis): Promise<Figure[]> {
  const limited = await postAll(redis, { guilds: LIMITED_GUILDS, workers: 1, limit: LIMIT });
  await redis.empty();
  const rates: { bare: number; one: number; two: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await postBarely();
    const one = rateOf(await postAll(redis, { guilds: FREE_GUILDS, workers: 1 }));
    await redis.empty();
    const two = rateOf(await postAll(redis, { guilds: FREE_GUILDS, workers: 2 }));
    await redis.empty();
    rates.push({ bare, one, two });
  }

  const told = (side: "bare" | "one" | "two") => `${thousands(median(rates.map((rate) => rate[side])))}/s`;
  return [
    {
      name: `fan-out: posts a second, to the ${LIMIT} that Discord allows`,
      value: rateOf(limited) / LIMIT,
      unit: "×",
      target: { atLeast: 0.95 },
      from: `${thousands(limited.posts)} posts at ${rateOf(limited).toFixed(1)}/s`,
    },
    { name: "fan-out: answers of 429 meanwhile", value: limited.refused, unit: "", target: { atMost: 0 } },
    {
      name: "fan-out: posts a second without a limit, to a bare REST loop",
      value: median(rates.map(({ one, bare }) => one / bare)),
      unit: "×",
      target: { atLeast: 0.6 },
      from: `${told("one")} to ${told("bare")}`,
    },
    {
      name: "fan-out: two workers, to one",
      value: median(rates.map(({ two, one }) => two / one)),
      unit: "×",
      target: { atLeast: 1.6 },
      from: `${told("two")} to ${told("one")}; Discord and Redis share the same cores`,
    },
  ];
}

type Case = { guilds: number; workers: number; limit?: number };

async function postAll(redis: BenchRedis, { guilds, workers, limit }: Case): Promise<Seen> {
  const children: Child[] = [];
  try {
    const discord = await startDiscord(guilds, limit);
    children.push(discord);
    const { apiUrl, token, channels } = discord.ready;
    // Due when every worker is up, so that none begins before the others.
    const ahead = await planSlots(redis, channels, Date.now() + 10 * SECOND);
    const options: WorkerOptions = {
      apiUrl,
      token,
      redisUrl: redis.url,
      ahead,
      ...(!limit && { requestsASecond: 50_000 }),
    };
    const starting = Array.from({ length: workers }, () =>
      startChild(new URL("worker.ts", import.meta.url), [JSON.stringify(options)], started),
    );
    children.push(...(await Promise.all(starting)));
    return await until(discord, channels.length);
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

async function postBarely(): Promise<number> {
  const children: Child[] = [];
  try {
    const discord = await startDiscord(FREE_GUILDS);
    children.push(discord);
    const { apiUrl, token, channels } = discord.ready;
    const ids = JSON.stringify(channels.map(({ channelId }) => channelId));
    const args = [apiUrl, token, String(WIDTH), ids];
    const loop = await startChild(new URL("rest-loop.ts", import.meta.url), args, started);
    children.push(loop);
    const { seconds } = await loop.ask({}, z.object({ seconds: z.number() }));
    return channels.length / seconds;
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

function startDiscord(guilds: number, limit?: number) {
  const args = [String(guilds), ...(limit ? [String(limit)] : [])];
  return startChild(new URL("discord.ts", import.meta.url), args, discordReady);
}

/** One schedule a channel, all due in the same minute; answers how far a clock must go ahead for that to be `at`. */
async function planSlots(
  { client }: BenchRedis,
  channels: readonly { guildId: string; channelId: string }[],
  at: number,
): Promise<number> {
  const schedules = createScheduleStore(client);
  const agenda = createAgenda(client);
  const due = Math.ceil(at / MINUTE) * MINUTE;
  const time = new Date(due).toISOString().slice(11, 16);
  await Promise.all(
    channels.map(async ({ guildId, channelId }, index) => {
      const rule = { serial: (index % PER_GUILD) + 1, time, days: parseDays("daily"), zone: "UTC" };
      const schedule = { ...rule, id: `daily-${rule.serial}`, channelId, revealAfterHours: 6, thread: false };
      await schedules.add(guildId, schedule, PER_GUILD);
      await agenda.set({ kind: "slot", guildId, scheduleId: schedule.id }, firstSlot(rule, due).at);
    }),
  );
  return due - at;
}

async function until(discord: Child, posts: number): Promise<Seen> {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(SECOND / 4)) {
    const told = await discord.ask({}, seen);
    if (told.posts >= posts) return told;
  }
  throw new Error(`Not all of ${posts} posts came`);
}

function rateOf({ posts, from, to }: Seen): number {
  return ((posts - 1) * SECOND) / (to - from);
}
