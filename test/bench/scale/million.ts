import { setTimeout as sleep } from "node:timers/promises";
import { slotJob } from "../../../src/features/schedules/jobs.ts";
import { firstSlot, parseDays, type Schedule } from "../../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../../src/features/schedules/store.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { openJobQueues } from "../../../src/platform/jobs/queue.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { MINUTE, SECOND } from "../../../src/platform/time.ts";
import { type Child, startChild } from "../child.ts";
import { botReady, clicked, type DriverQuestion, driverReady, posted } from "../clicks/protocol.ts";
import { cpuOf } from "../cpu.ts";
import { type Figure, median, percentile, thousands } from "../figures.ts";
import { inFlight } from "../in-flight.ts";
import { openRawFeed, recordCommands } from "../raw-feed.ts";
import { type BenchRedis, log } from "../redis.ts";
import { started, type WorkerOptions } from "./protocol.ts";

/** The memory and write rate of a million schedules, and the effect on other guilds when all are due in the same minute. */

const SCHEDULES = 1_000_000;
const PER_GUILD = 2;
const WIDTH = 512;
const RAW_SCHEDULES = 100_000;
const CLICKERS = 400;
const CLICKS_IN_FLIGHT = 4;
/** Idle and busy phases alternate, so that other load affects both. */
const ROUNDS = 4;
const CLICKS_A_ROUND = 3;

export async function million(redis: BenchRedis): Promise<Figure[]> {
  const raw = await rawRate(redis);
  await redis.empty();
  const children: Child[] = [];
  try {
    const driver = await startChild(new URL("../clicks/driver.ts", import.meta.url), [String(CLICKERS)], driverReady);
    children.push(driver);
    const { apiUrl, token, otherChannelId } = driver.ready;
    const bot = await startChild(new URL("bot.ts", import.meta.url), [apiUrl, token, redis.url], botReady);
    children.push(bot);

    const before = await usedMemory(redis);
    const due = Math.ceil((Date.now() + 5 * MINUTE) / MINUTE) * MINUTE;
    const seconds = await fill(redis, otherChannelId, due);
    const bytes = ((await usedMemory(redis)) - before) / SCHEDULES;

    const click = async () => {
      await driver.ask({ ask: "post" } satisfies DriverQuestion, posted);
      const question = { ask: "click", inFlight: CLICKS_IN_FLIGHT } satisfies DriverQuestion;
      return percentile((await driver.ask(question, clicked)).latencies, 0.99);
    };
    // Warm up.
    await several(click);

    const options: WorkerOptions = { apiUrl, token, redisUrl: redis.url, ahead: due - Date.now() };
    const [idle, busy]: [number[], number[]] = [[], []];
    let [deepest, longestStall] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      idle.push(...(await several(click)));
      const worker = await startChild(new URL("worker.ts", import.meta.url), [JSON.stringify(options)], started);
      children.push(worker);
      await sleep(2 * SECOND);
      const watch = watchRedis(redis);
      busy.push(...(await several(click)));
      const seen = await watch.end();
      await worker.end();
      [deepest, longestStall] = [Math.max(deepest, seen.deepest), Math.max(longestStall, seen.longestStall)];
    }

    return [
      { name: `${thousands(SCHEDULES)} schedules: memory each`, value: bytes, unit: "bytes", target: { atMost: 320 } },
      {
        name: "schedules: upserts per second with agenda entries, through redis-cli --pipe",
        value: raw.rate,
        unit: "/s",
        target: { atLeast: 80_000 },
        from: `Redis alone: ${raw.cpu.toFixed(1)} µs each, or ${thousands(1e6 / raw.cpu)} per second on one core`,
      },
      {
        name: `schedules: upserts per second by one process, ${WIDTH} in flight`,
        value: SCHEDULES / seconds,
        unit: "/s",
      },
      {
        name: "all due at once: maximum queue depth",
        value: deepest,
        unit: "",
        target: { atMost: 3_000 },
      },
      { name: "all due at once: longest PING", value: longestStall, unit: "ms", target: { atMost: 100 } },
      {
        name: "all due at once: p99 latency of other clicks, relative to idle",
        value: median(busy) / median(idle),
        unit: "×",
        target: { atMost: 2 },
        from: `${median(busy).toFixed(1)} ms to ${median(idle).toFixed(1)} ms`,
      },
    ];
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

async function several(measure: () => Promise<number>): Promise<number[]> {
  const found: number[] = [];
  for (let round = 0; round < CLICKS_A_ROUND; round += 1) found.push(await measure());
  return found;
}

async function rawRate(redis: BenchRedis): Promise<{ rate: number; cpu: number }> {
  const due = Date.UTC(2030, 0, 1, 9);
  const commands = await recordCommands(async (recorder) => {
    const schedules = createScheduleStore(recorder);
    const agenda = createAgenda(recorder);
    for (let index = 0; index < RAW_SCHEDULES; index += 1) {
      const { guildId, schedule } = scheduleOf(index, "1034567890123456790", "09:00");
      await schedules.add(guildId, schedule, 25);
      await agenda.set(slotJob, { guildId, scheduleId: schedule.id }, due);
    }
  }, "added");
  // The first pass loads the script.
  const { guildId, schedule } = scheduleOf(RAW_SCHEDULES, "1034567890123456790", "09:00");
  await createScheduleStore(redis.client).add(guildId, schedule, 25);
  const feed = await openRawFeed(redis, commands);
  const before = await cpuOf(redis);
  const seconds = await feed.run();
  return { rate: RAW_SCHEDULES / seconds, cpu: ((await cpuOf(redis)) - before) / RAW_SCHEDULES };
}

async function fill({ client }: BenchRedis, channelId: string, due: number): Promise<number> {
  const schedules = createScheduleStore(client);
  const agenda = createAgenda(client);
  const time = new Date(due).toISOString().slice(11, 16);
  return inFlight(WIDTH, SCHEDULES, async (index) => {
    const { guildId, schedule } = scheduleOf(index, channelId, time);
    const outcome = await schedules.add(guildId, schedule, 25);
    if (outcome !== "added") throw new Error(`Schedule ${index} was not added: ${outcome}`);
    await agenda.set(slotJob, { guildId, scheduleId: schedule.id }, firstSlot(schedule, due).at);
  });
}

function scheduleOf(index: number, channelId: string, time: string): { guildId: string; schedule: Schedule } {
  const guild = Math.floor(index / PER_GUILD);
  const serial = (index % PER_GUILD) + 1;
  return {
    guildId: String((BigInt(31_536_000_000 + guild * 900_001) << 22n) + 5n),
    schedule: {
      id: `daily-${serial}`,
      serial,
      version: 0,
      channelId,
      time,
      days: parseDays("daily"),
      zone: "UTC",
      revealAfterHours: 6,
      thread: false,
    },
  };
}

/** Measures queue depth and PING latency over separate connections until stopped. */
function watchRedis({ url }: BenchRedis) {
  const client = connectRedis(url, { log, name: "bench-watch" });
  const queueClient = connectRedis(url, { log, purpose: "bullmq", name: "bench-queue" });
  const queue = openJobQueues(queueClient);
  let [deepest, longestStall, watching] = [0, 0, true];
  const running = (async () => {
    for (let look = 0; watching; look += 1) {
      const asked = performance.now();
      await client.ping();
      longestStall = Math.max(longestStall, performance.now() - asked);
      if (look % 50 === 0) deepest = Math.max(deepest, await queue.depth("rate-limited"));
      await sleep(2);
    }
  })();
  return {
    async end() {
      watching = false;
      await running;
      await queue.close();
      queueClient.disconnect();
      client.disconnect();
      return { deepest, longestStall };
    },
  };
}

async function usedMemory({ client }: BenchRedis): Promise<number> {
  await sleep(2 * SECOND);
  return Number(/^used_memory:(\d+)/m.exec(await client.info("memory"))?.[1]);
}
