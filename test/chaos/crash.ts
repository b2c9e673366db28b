import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { auditLedger } from "../../src/app/ledger.ts";
import { parseDays } from "../../src/core/days.ts";
import { firstSlot } from "../../src/core/schedule.ts";
import { seeded, shuffle } from "../../src/core/seed.ts";
import { HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { createAgenda } from "../../src/redis/agenda.ts";
import { connectRedis } from "../../src/redis/connection.ts";
import { readLedger } from "../../src/redis/ledger.ts";
import { createScheduleStore } from "../../src/redis/schedules.ts";
import { textOf } from "../e2e/stage.ts";
import { type Death, type Fleet, startFleet } from "./fleet.ts";
import { answerEverything, type Group, type Told } from "./group.ts";
import { STEPS } from "./steps.ts";

export type CrashOptions = {
  seed: string;
  redisUrl: string;
  guilds: number;
  channelsPerGuild: number;
  membersPerGuild: number;
  /** Kills at random beside one at every named step. */
  randomKills: number;
  say(line: string): void;
};

export type CrashReport = {
  slots: number;
  posted: number;
  doubled: string[];
  lost: string[];
  unrevealed: string[];
  clicks: number;
  acknowledged: number;
  /** Members told one thing and then another, or told of an answer that is not stored once. */
  wronged: string[];
  /** Boards, streaks and counts that are not the fold of the answers. */
  drifted: string[];
  deaths: Record<string, number>;
  faults: number;
};

const WORKERS = 2;
const CALM_WITHIN = 120 * SECOND;

/**
 * Slots due all at once, two bots, deaths at every step and at random, and a Discord with bad days. What counts is what
 * the playground saw, not what the bot believes.
 */
export async function crash(options: CrashOptions): Promise<CrashReport> {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const redis = connectRedis(options.redisUrl, { log: pino({ level: "silent" }) });
  const groups = populate(playground, options);
  const members = answerEverything(playground, options.seed, groups);
  makeTrouble(playground, options.seed);

  const { token, apiUrl } = playground;
  const fleet = startFleet(WORKERS, { token, apiUrl, redisUrl: options.redisUrl }, deaths(options.seed));
  try {
    const ahead = await planSlots(redis, groups);
    fleet.setAhead(ahead);
    await killAtRandom(fleet, options);
    await until(() => postsBy(playground).size >= groups.size, CALM_WITHIN);
    const clicks = await members.settle();

    fleet.setAhead(ahead + HOUR + MINUTE);
    await killAtRandom(fleet, { ...options, randomKills: 1 });
    await until(() => [...groups].every(([channelId, group]) => isRevealed(playground, channelId, group)), CALM_WITHIN);
    const faults = playground.faults.struck();
    playground.faults.clear();
    await sleep(2 * SECOND);

    return {
      ...judgePosts(playground, groups),
      ...(await judgeAnswers(redis, groups, members.told)),
      clicks,
      acknowledged: members.told.size,
      deaths: Object.fromEntries(fleet.deaths),
      faults,
    };
  } finally {
    await fleet.close();
    redis.disconnect();
    await playground.close();
  }
}

function populate(
  playground: Playground,
  { guilds, channelsPerGuild, membersPerGuild }: CrashOptions,
): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (let number = 0; number < guilds; number += 1) {
    const guild = playground.addGuild({ channels: channelsPerGuild, members: membersPerGuild, people: false });
    const group = { guildId: guild.id, userIds: guild.members.map(({ id }) => id) };
    for (const { id } of guild.channels) groups.set(id, group);
  }
  return groups;
}

/** One schedule a channel, all due at the next full minute; gives how far the clock must be moved for it to be soon. */
async function planSlots(
  redis: Parameters<typeof createAgenda>[0],
  groups: ReadonlyMap<string, Group>,
): Promise<number> {
  const schedules = createScheduleStore(redis);
  const agenda = createAgenda(redis);
  const due = Math.ceil((Date.now() + SECOND) / MINUTE) * MINUTE;
  const time = new Date(due).toISOString().slice(11, 16);

  for (const [channelId, { guildId }] of groups) {
    const serial = await schedules.nextSerial(guildId);
    const rule = { serial, time, days: parseDays("daily"), zone: "UTC" };
    const schedule = { ...rule, id: `daily-${serial}`, channelId, revealAfterHours: 1, thread: false };
    await schedules.add(guildId, schedule, 1_000);
    await agenda.set({ kind: "slot", guildId, scheduleId: schedule.id }, firstSlot(rule, due).at);
  }
  return due - Date.now();
}

function deaths(seed: string): Death[] {
  const random = seeded(`${seed}/deaths`);
  const planned = STEPS.map((step) => ({ step, nth: 1 + Math.floor(random() * 5) }));
  // The first posts must come before the first reveals, or a process would wait for its death in vain.
  const [onTheWayOut, later] = [planned.slice(0, 6), planned.slice(6)];
  return [...shuffle(onTheWayOut, seed), ...shuffle(later, seed)];
}

function makeTrouble({ faults }: Playground, seed: string): void {
  const messages = /\/channels\/\{channel_id\}\/messages/;
  let number = [...seed].reduce((sum, character) => sum + character.charCodeAt(0), 0);
  const trouble = (fault: Parameters<typeof faults.inject>[0]) => {
    number += 1;
    faults.inject({ on: messages, seed: number, ...fault });
  };
  trouble({ kind: "error-before", probability: 0.05 });
  trouble({ kind: "error-after", probability: 0.05 });
  trouble({ kind: "reset-before", probability: 0.02 });
  trouble({ kind: "reset-after", probability: 0.02 });
  trouble({ kind: "rate-limit", retryAfter: 0.2, probability: 0.03 });
  trouble({ kind: "latency", milliseconds: 150, probability: 0.1 });
}

async function killAtRandom(fleet: Fleet, { seed, randomKills, say }: CrashOptions): Promise<void> {
  const random = seeded(`${seed}/kills/${randomKills}`);
  for (let number = 0; number < randomKills; number += 1) {
    await sleep(1_500 + random() * 3_000);
    const index = Math.floor(random() * WORKERS);
    say(`killed bot ${index + 1} at random`);
    fleet.kill(index);
  }
}

function postsBy({ traffic }: Playground): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { channelId } of traffic.posts) counts.set(channelId, (counts.get(channelId) ?? 0) + 1);
  return counts;
}

function isRevealed(playground: Playground, channelId: string, { guildId, userIds: [reader = ""] }: Group): boolean {
  const shown = playground.person(reader, { guildId }).sees(channelId);
  return shown.some((message) => textOf(message).includes("· closed"));
}

function judgePosts(playground: Playground, groups: ReadonlyMap<string, Group>) {
  const posts = postsBy(playground);
  const channels = [...groups.keys()];
  return {
    slots: channels.length,
    posted: channels.filter((id) => posts.has(id)).length,
    doubled: channels.filter((id) => (posts.get(id) ?? 0) > 1),
    lost: channels.filter((id) => !posts.has(id)),
    unrevealed: [...groups].flatMap(([id, group]) => (isRevealed(playground, id, group) ? [] : [id])),
  };
}

async function judgeAnswers(
  redis: Parameters<typeof readLedger>[0],
  groups: ReadonlyMap<string, Group>,
  told: ReadonlyMap<string, Told>,
) {
  const wronged: string[] = [];
  const drifted: string[] = [];
  const guildIds = new Set([...groups.values()].map(({ guildId }) => guildId));

  for (const guildId of guildIds) {
    const ledger = await readLedger(redis, guildId);
    drifted.push(...auditLedger(ledger).map((difference) => `${guildId}: ${difference}`));

    const heard = [...told.values()].filter((one) => one.guildId === guildId);
    for (const { userId, rights } of heard)
      if (new Set(rights).size > 1) wronged.push(`${guildId}: ${userId} was told two things`);
    for (const userId of new Set(heard.map((one) => one.userId))) {
      const acknowledged = heard.filter((one) => one.userId === userId).length;
      const stored = ledger.answers.filter((answer) => answer.userId === userId).length;
      // More may be stored than was acknowledged: a process can die between the two. Fewer is a loss.
      if (stored < acknowledged)
        wronged.push(`${guildId}: ${userId} heard of ${acknowledged} answers, ${stored} are stored`);
    }
  }
  return { wronged, drifted };
}

async function until(isSo: () => boolean, withinMs: number): Promise<void> {
  for (const deadline = Date.now() + withinMs; !isSo() && Date.now() < deadline; ) await sleep(100);
}
