import { slotJob } from "../../src/features/schedules/jobs.ts";
import { firstSlot, parseDays } from "../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../src/features/schedules/store.ts";
import { createAgenda } from "../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { shuffle } from "../../src/platform/seed.ts";
import { DAY, HOUR, MINUTE } from "../../src/platform/time.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { LAST_WAVE, minutesOfWaves } from "./plan.ts";

/** One schedule, with the channel it posts to and one it may move to. */
export type Plot = {
  guildId: string;
  scheduleId: string;
  serial: number;
  /** Its slot comes daily, so long after the dawn of a day. */
  comesAfter: number;
  /** The wave it comes in; those without come due at night. */
  wave: number | undefined;
  moderatorId: string;
  userIds: readonly string[];
  /** Where it posts, and where somebody once chose that it should. */
  channelId: string;
  chosen: Set<string>;
  spareId: string;
};

export type World = {
  plots: readonly Plot[];
  /** When the first day dawns: no slot is due before. */
  dawn: number;
  /** When each wave comes, from the dawn of a day. */
  waves: readonly number[];
};

export type Size = { guilds: number; schedulesPerGuild: number; membersPerGuild: number };

/** One schedule in so many is due at night, when nobody works: half of them too long ago by the morning. */
const ONE_AT_NIGHT_OF = 12;

/** Guilds with their members, channels and schedules, of which none is due yet. */
export async function settle(playground: Playground, redis: Redis, seed: string, size: Size): Promise<World> {
  const dawn = Math.ceil(Date.now() / MINUTE) * MINUTE + 20 * MINUTE;
  const waves = minutesOfWaves(seed).map((minute) => minute * MINUTE);
  const count = size.guilds * size.schedulesPerGuild;
  const numbers = shuffle(
    Array.from({ length: count }, (_, index) => index),
    `${seed}/waves`,
  );
  const plots: Plot[] = [];
  for (let number = 0; number < size.guilds; number += 1) {
    const names = [...Array(2 * size.schedulesPerGuild).keys()].map((index) => `channel-${index}`);
    const { id, channels, members } = playground.addGuild({
      channels: [...names, "quiet"],
      members: size.membersPerGuild,
      people: false,
    });
    for (let index = 0; index < size.schedulesPerGuild; index += 1) {
      const turn = numbers[plots.length] ?? 0;
      const when = turn % ONE_AT_NIGHT_OF === 0 ? atNight(turn / ONE_AT_NIGHT_OF) : inWave(turn, waves);
      const [channelId = "", spareId = ""] = channels.slice(2 * index).map((channel) => channel.id);
      const userIds = members.map((member) => member.id);
      const who = { guildId: id, moderatorId: userIds[0] ?? "", userIds };
      const plot = { ...who, ...when, channelId, spareId, chosen: new Set([channelId]) };
      plots.push({ ...plot, ...(await plan(redis, plot, dawn)) });
    }
  }
  return { plots, dawn, waves };
}

function inWave(turn: number, waves: readonly number[]): Pick<Plot, "wave" | "comesAfter"> {
  const wave = turn % (LAST_WAVE + 1);
  return { wave, comesAfter: waves[wave] ?? 0 };
}

/** By the next morning the grace of the one has passed, that of the other has not. */
function atNight(turn: number): Pick<Plot, "wave" | "comesAfter"> {
  return { wave: undefined, comesAfter: turn % 2 === 0 ? 10 * HOUR : DAY - 3 * HOUR };
}

async function plan(
  redis: Redis,
  { guildId, channelId, comesAfter }: Pick<Plot, "guildId" | "channelId" | "comesAfter">,
  dawn: number,
): Promise<Pick<Plot, "scheduleId" | "serial">> {
  const schedules = createScheduleStore(redis);
  const serial = await schedules.nextSerial(guildId);
  const time = new Date(dawn + comesAfter).toISOString().slice(11, 16);
  const rule = { serial, version: 0, time, days: parseDays("daily"), zone: "UTC" };
  const schedule = { ...rule, id: `daily-${serial}`, channelId, revealAfterHours: 1, thread: false };
  await schedules.add(guildId, schedule, 1_000);
  await createAgenda(redis).set(slotJob, { guildId, scheduleId: schedule.id }, firstSlot(rule, dawn).at);
  return { scheduleId: schedule.id, serial };
}
