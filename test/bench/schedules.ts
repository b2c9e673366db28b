import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { slotJob } from "../../src/features/schedules/jobs.ts";
import {
  DEFAULT_REVEAL_AFTER_HOURS,
  generateScheduleId,
  MAX_SCHEDULES,
  parseDays,
  type Schedule,
} from "../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../src/features/schedules/store.ts";
import { createSettingsStore } from "../../src/features/settings/store.ts";
import { createAgenda } from "../../src/platform/jobs/agenda.ts";
import { type Figure, median, thousands } from "./figures.ts";
import { inFlight } from "./in-flight.ts";
import type { BenchRedis } from "./redis.ts";

/**
 * Redis memory per schedule, written by the real stores. Depends most on the number of schedules per guild, which share
 * a key; a rule over 64 bytes leaves Redis's compact encoding and costs about 100 bytes more.
 */

const SCHEDULES = 100_000;
const IN_FLIGHT = 64;
const MOST_BYTES = 320;
const DAYS = ["daily", "weekdays", "mon,wed,fri", "weekends"];
const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "America/Sao_Paulo", "Asia/Tokyo"];

/** `asAdded`: with the guild's counter and zone, as `/schedule add` stores them. */
type Case = { perGuild: number; options: "no topic" | "a topic" | "every option"; asAdded?: true; isJudged?: true };
const CASES: readonly Case[] = [
  { perGuild: 2, options: "no topic", isJudged: true },
  { perGuild: 2, options: "a topic", isJudged: true },
  { perGuild: 1, options: "no topic", isJudged: true },
  { perGuild: 1, options: "a topic" },
  { perGuild: 4, options: "a topic" },
  { perGuild: 2, options: "every option" },
  { perGuild: 2, options: "a topic", asAdded: true },
];

export async function schedules(redis: BenchRedis): Promise<Figure[]> {
  // Load connections and scripts before measuring.
  await fill(redis, { perGuild: 2, options: "a topic", asAdded: true }, 2_000);

  const rates: number[] = [];
  const figures: Figure[] = [];
  for (const one of CASES) {
    await redis.empty();
    const before = await usedMemory(redis);
    rates.push(SCHEDULES / (await fill(redis, one, SCHEDULES)));
    const bytes = ((await usedMemory(redis)) - before) / SCHEDULES;
    figures.push({
      name: `schedules: memory each, ${one.perGuild} per guild, with ${one.options}${one.asAdded ? ", counter and zone" : ""}`,
      value: bytes,
      unit: "bytes",
      ...(one.isJudged && { target: { atMost: MOST_BYTES } }),
      from: `${thousands(SCHEDULES)} in ${thousands(SCHEDULES / one.perGuild)} guilds`,
    });
  }
  const name = `schedules: written with their agenda entries, ${IN_FLIGHT} in flight`;
  return [...figures, { name, value: median(rates), unit: "/s" }];
}

/** Returns the seconds it took. */
async function fill({ client }: BenchRedis, one: Case, count: number): Promise<number> {
  const store = createScheduleStore(client);
  const settings = createSettingsStore(client);
  const agenda = createAgenda(client);
  const monday = Date.UTC(2026, 10, 23);

  return inFlight(IN_FLIGHT, count, async (index) => {
    const guildId = snowflake(Math.floor(index / one.perGuild), 0n);
    const schedule = scheduleOf(index, one);
    if (one.asAdded) {
      await store.serialFor(guildId, String(index));
      await settings.setZoneIfUnset(guildId, schedule.zone);
    }
    const outcome = await store.add(guildId, schedule, MAX_SCHEDULES);
    if (outcome !== "added") throw new Error(`Schedule ${index} was not added: ${outcome}`);
    await agenda.set(slotJob, { guildId, scheduleId: schedule.id }, monday + quarterOf(index) * 900_000);
  });
}

/** Typical schedules: at a quarter hour, all of a guild in one zone and channel. */
function scheduleOf(index: number, { perGuild, options }: Case): Schedule {
  const guild = Math.floor(index / perGuild);
  const nth = index % perGuild;
  const days = parseDays(pick(DAYS, guild + nth));
  const topic = options === "no topic" ? undefined : pick(TOPICS, guild + nth);
  const minutes = quarterOf(index) * 15;
  return {
    id: generateScheduleId(days, topic, new Set()),
    serial: nth + 1,
    version: 0,
    channelId: snowflake(guild, 1n),
    time: `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`,
    days,
    zone: pick(ZONES, guild),
    revealAfterHours: options === "every option" ? 12 : DEFAULT_REVEAL_AFTER_HOURS,
    thread: options === "every option",
    ...(topic && { topic }),
    ...(options === "every option" && { difficulty: 2, roleId: snowflake(guild, 2n) }),
  };
}

/** Snowflakes 15 minutes apart since 2016; `what` distinguishes ids of the same time. */
function snowflake(guild: number, what: bigint): string {
  return String((BigInt(31_536_000_000 + guild * 900_001) << 22n) + what);
}

function quarterOf(index: number): number {
  return (index * 37) % 96;
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("Nothing to pick from");
  return item;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}

/** The memory in use, after Redis has finished rehashing. */
async function usedMemory({ client }: BenchRedis): Promise<number> {
  const read = async () => Number(/^used_memory:(\d+)/m.exec(await client.info("memory"))?.[1]);
  for (let last = await read(), tries = 0; ; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = await read();
    if (Math.abs(now - last) < 20_000 || tries === 20) return now;
    last = now;
  }
}
