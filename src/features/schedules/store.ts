import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { HOUR, type Instant } from "../../platform/time.ts";
import { difficultySchema } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import {
  CHANNEL_PROBLEMS,
  DEFAULT_REVEAL_AFTER_HOURS,
  GRACE_PERIOD,
  type LastRun,
  MAX_WAITING_POSTS,
  type Schedule,
  SKIP_REASONS,
  WEEKDAYS,
  type Weekday,
} from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  add: z.enum(["added", "id-in-use", "full"]),
  replace: z.literal([0, 1]),
  addWaitingPost: z.literal([0, 1]),
});

/** Manual posts aren't retried for longer than this. */
const WAITING_TIMEOUT = GRACE_PERIOD + HOUR;
/** How long interaction tokens are valid. */
const REQUEST_SECONDS = 15 * 60;

const storedRun = json(
  z.discriminatedUnion("outcome", [
    z.object({ outcome: z.literal("posted"), at: z.number(), channelId: z.string(), messageId: z.string() }),
    z.object({ outcome: z.literal("skipped"), at: z.number(), reason: z.enum(SKIP_REASONS).exactOptional() }),
    z.object({
      outcome: z.literal("refused"),
      at: z.number(),
      channelId: z.string(),
      problem: z.enum(CHANNEL_PROBLEMS),
    }),
  ]),
);

export function createScheduleStore(redis: Redis) {
  return {
    async list(guildId: string): Promise<Schedule[]> {
      const stored = await redis.hgetall(keys.schedules(guildId));
      const schedules = Object.entries(stored).map(([id, line]) => decodeSchedule(id, line));
      return schedules.sort((a, b) => a.serial - b.serial);
    },

    async find(guildId: string, id: string): Promise<Schedule | undefined> {
      const line = await redis.hget(keys.schedules(guildId), id);
      return line === null ? undefined : decodeSchedule(id, line);
    },

    /** Returns a serial that no schedule of this guild has ever had. A repeated request gets the same one. */
    async serialFor(guildId: string, requestId: string): Promise<number> {
      const key = keys.scheduleRequest(guildId, requestId);
      const serial = await redis.hincrby(keys.totals(guildId), "serial", 1);
      const isFirst = await redis.set(key, serial, "EX", REQUEST_SECONDS, "NX");
      return isFirst ? serial : Number((await redis.get(key)) ?? serial);
    },

    add: (guildId: string, schedule: Schedule, limit: number) =>
      scripts.add(redis, [keys.schedules(guildId)], [schedule.id, encodeSchedule(schedule), limit]),

    /** Saves `after`. Does nothing and returns false if the schedule has changed since `before` was read. */
    async replace(guildId: string, before: Schedule, after: Schedule): Promise<boolean> {
      const changed = encodeSchedule({ ...after, version: before.version + 1 });
      const args = [before.id, revisionOf(before), changed];
      return (await scripts.replace(redis, [keys.schedules(guildId)], args)) === 1;
    },

    async remove(guildId: string, id: string): Promise<void> {
      await Promise.all([redis.hdel(keys.schedules(guildId), id), redis.hdel(keys.lastRuns(guildId), id)]);
    },

    /** Records a waiting manual post. Returns false if the guild has too many. Expired ones don't count. */
    async addWaitingPost(guildId: string, slotId: string, now: Instant): Promise<boolean> {
      const args = [slotId, now, now - WAITING_TIMEOUT, MAX_WAITING_POSTS, WAITING_TIMEOUT];
      return (await scripts.addWaitingPost(redis, [keys.waitingPosts(guildId)], args)) === 1;
    },

    async removeWaitingPost(guildId: string, slotId: string): Promise<void> {
      await redis.zrem(keys.waitingPosts(guildId), slotId);
    },

    async recordRun(guildId: string, id: string, run: LastRun): Promise<void> {
      await redis.hset(keys.lastRuns(guildId), id, JSON.stringify(run));
    },

    /** The latest run of each schedule, by schedule id. */
    async lastRuns(guildId: string): Promise<Map<string, LastRun>> {
      const runs = await redis.hgetall(keys.lastRuns(guildId));
      return new Map(Object.entries(runs).map(([id, run]) => [id, storedRun.parse(run)]));
    },
  };
}

export type ScheduleStore = ReturnType<typeof createScheduleStore>;

const whole = z.coerce.number().int();
const pause = z.union([
  z.literal("moderator").transform(() => ({ by: "moderator" }) as const),
  z
    .string()
    .transform((text): unknown => text.split("@"))
    .pipe(z.tuple([z.enum(CHANNEL_PROBLEMS), whole]))
    .transform(([reason, slotAt]) => ({ by: "channel", reason, slotAt }) as const),
]);
const storedOptions = z.strictObject({
  topic: topicSchema.exactOptional(),
  difficulty: whole.pipe(difficultySchema).exactOptional(),
  reveal: whole.default(DEFAULT_REVEAL_AFTER_HOURS),
  role: z.string().exactOptional(),
  thread: z.literal("yes").exactOptional(),
  paused: pause.exactOptional(),
});
const storedSchedule = z.tuple([
  z.string().regex(/^\d+\.\d+$/),
  z.string(),
  z.string().transform(decodeDays),
  z.string(),
  z.string(),
  storedOptions,
]);

/**
 * Encodes a schedule as one line, as in a crontab: `12.0 09:00 1-5 Europe/Berlin 410000000000000001 http`. Redis stores
 * hashes compactly if values have at most 64 bytes. JSON would exceed that and use 180 more bytes per schedule.
 */
export function encodeSchedule(schedule: Schedule): string {
  const { time, days, zone, channelId, topic, difficulty, revealAfterHours, roleId, thread } = schedule;
  return [
    revisionOf(schedule),
    time,
    encodeDays(days),
    zone,
    channelId,
    ...(topic ? [topic] : []),
    ...(difficulty ? [`difficulty=${difficulty}`] : []),
    ...(revealAfterHours === DEFAULT_REVEAL_AFTER_HOURS ? [] : [`reveal=${revealAfterHours}`]),
    ...(roleId ? [`role=${roleId}`] : []),
    ...(thread ? ["thread=yes"] : []),
    ...(schedule.pause ? [`paused=${encodePause(schedule.pause)}`] : []),
  ].join(" ");
}

export function decodeSchedule(id: string, line: string): Schedule {
  const [first, time, days, zone, channelId, ...options] = line.split(" ");
  const given = Object.fromEntries(
    options.map((option) => (option.includes("=") ? option.split("=", 2) : ["topic", option])),
  );
  const [revision, ...rest] = storedSchedule.parse([first, time, days, zone, channelId, given]);
  const [serial, version] = revision.split(".").map(Number);
  const [parsedTime, parsedDays, parsedZone, channel, { topic, difficulty, reveal, role, thread, paused }] = rest;
  return {
    id,
    serial: Number(serial),
    version: Number(version),
    channelId: channel,
    time: parsedTime,
    days: parsedDays,
    zone: parsedZone,
    revealAfterHours: reveal,
    thread: thread === "yes",
    ...(topic && { topic }),
    ...(difficulty && { difficulty }),
    ...(role && { roleId: role }),
    ...(paused && { pause: paused }),
  };
}

/** Encodes ISO weekdays as in a crontab: `*`, `1-5`, or the days, such as `1,3,5`. */
function encodeDays(days: readonly Weekday[]): string {
  const numbers = days.map((day) => WEEKDAYS.indexOf(day) + 1).join(",");
  return DAY_RANGES[numbers] ?? numbers;
}

function decodeDays(text: string): readonly Weekday[] {
  const numbers = Object.entries(DAY_RANGES).find(([, range]) => range === text)?.[0] ?? text;
  return z.array(z.enum(WEEKDAYS)).parse(numbers.split(",").map((number) => WEEKDAYS[Number(number) - 1]));
}

const DAY_RANGES: Readonly<Record<string, string>> = { "1,2,3,4,5,6,7": "*", "1,2,3,4,5": "1-5" };

/** A revision identifies a saved state of a schedule. No other schedule of the guild ever has the same one. */
function revisionOf({ serial, version }: Pick<Schedule, "serial" | "version">): string {
  return `${serial}.${version}`;
}

function encodePause(pause: NonNullable<Schedule["pause"]>): string {
  return pause.by === "moderator" ? "moderator" : `${pause.reason}@${pause.slotAt}`;
}
