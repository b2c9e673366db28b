import { randomUUID } from "node:crypto";
import { slotJob } from "../../src/features/schedules/jobs.ts";
import { firstSlot, parseDays } from "../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../src/features/schedules/store.ts";
import { createAgenda } from "../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { shuffle } from "../../src/platform/seed.ts";
import { DAY, HOUR, MINUTE } from "../../src/platform/time.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { LAST_WAVE, minutesOfWaves } from "./plan.ts";

/** A schedule, with its channel and a spare channel. */
export type Target = {
  guildId: string;
  scheduleId: string;
  serial: number;
  /** When its slot is due, in ms after `dayStart`. */
  dueAfter: number;
  /** The wave of its slot; undefined for slots at night. */
  wave: number | undefined;
  moderatorId: string;
  userIds: readonly string[];
  /** Its current channel; `chosen`: every channel it has had so far. */
  channelId: string;
  chosen: Set<string>;
  spareChannelId: string;
};

export type World = {
  targets: readonly Target[];
  /** The start of the first day; no slot is due before. */
  dayStart: number;
  /** When each wave is due, in ms after `dayStart`. */
  waves: readonly number[];
};

export type Size = { guilds: number; schedulesPerGuild: number; membersPerGuild: number };

/** One in this many schedules is due at night, when no process runs; half of those pass their grace period by morning. */
const ONE_AT_NIGHT_OF = 12;

/** Creates guilds with members, channels and schedules, none of them due yet. */
export async function createWorld(playground: Playground, redis: Redis, seed: string, size: Size): Promise<World> {
  const dayStart = Math.ceil(Date.now() / MINUTE) * MINUTE + 20 * MINUTE;
  const waves = minutesOfWaves(seed).map((minute) => minute * MINUTE);
  const count = size.guilds * size.schedulesPerGuild;
  const numbers = shuffle(
    Array.from({ length: count }, (_, index) => index),
    `${seed}/waves`,
  );
  const targets: Target[] = [];
  for (let number = 0; number < size.guilds; number += 1) {
    const names = [...Array(2 * size.schedulesPerGuild).keys()].map((index) => `channel-${index}`);
    const { id, channels, members } = playground.addGuild({
      channels: [...names, "quiet"],
      members: size.membersPerGuild,
      people: false,
    });
    for (let index = 0; index < size.schedulesPerGuild; index += 1) {
      const turn = numbers[targets.length] ?? 0;
      const when = turn % ONE_AT_NIGHT_OF === 0 ? atNight(turn / ONE_AT_NIGHT_OF) : inWave(turn, waves);
      const [channelId = "", spareChannelId = ""] = channels.slice(2 * index).map((channel) => channel.id);
      const userIds = members.map((member) => member.id);
      const people = { guildId: id, moderatorId: userIds[0] ?? "", userIds };
      const target = { ...people, ...when, channelId, spareChannelId, chosen: new Set([channelId]) };
      targets.push({ ...target, ...(await plan(redis, target, dayStart)) });
    }
  }
  return { targets, dayStart, waves };
}

function inWave(turn: number, waves: readonly number[]): Pick<Target, "wave" | "dueAfter"> {
  const wave = turn % (LAST_WAVE + 1);
  return { wave, dueAfter: waves[wave] ?? 0 };
}

/** By morning, the grace period of every other slot has passed. */
function atNight(turn: number): Pick<Target, "wave" | "dueAfter"> {
  return { wave: undefined, dueAfter: turn % 2 === 0 ? 10 * HOUR : DAY - 3 * HOUR };
}

async function plan(
  redis: Redis,
  { guildId, channelId, dueAfter }: Pick<Target, "guildId" | "channelId" | "dueAfter">,
  dayStart: number,
): Promise<Pick<Target, "scheduleId" | "serial">> {
  const schedules = createScheduleStore(redis);
  const serial = await schedules.serialFor(guildId, randomUUID());
  const time = new Date(dayStart + dueAfter).toISOString().slice(11, 16);
  const rule = { serial, version: 0, time, days: parseDays("daily"), zone: "UTC" };
  const schedule = { ...rule, id: `daily-${serial}`, channelId, revealAfterHours: 1, thread: false };
  await schedules.add(guildId, schedule, 1_000);
  await createAgenda(redis).set(slotJob, { guildId, scheduleId: schedule.id }, firstSlot(rule, dayStart).at);
  return { scheduleId: schedule.id, serial };
}
