import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { difficultySchema } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import { WEEKDAYS } from "./days-rules.ts";
import type { ScheduleStore } from "./ports.ts";
import { CHANNEL_PROBLEMS, DEFAULT_REVEAL_AFTER_HOURS, type Schedule, SKIP_REASONS } from "./rules.ts";

const add = defineScript(new URL("./add-schedule.lua", import.meta.url), z.enum(["added", "taken", "full"]));
const replace = defineScript(new URL("./replace-schedule.lua", import.meta.url), z.literal([0, 1]));

const lastRun = json(
  z.discriminatedUnion("outcome", [
    z.object({ outcome: z.literal("posted"), at: z.number(), channelId: z.string(), messageId: z.string() }),
    z.object({ outcome: z.literal("skipped"), at: z.number(), reason: z.enum(SKIP_REASONS).exactOptional() }),
    z.object({
      outcome: z.literal("refused"),
      at: z.number(),
      channelId: z.string(),
      trouble: z.enum(CHANNEL_PROBLEMS),
    }),
  ]),
);

export function createScheduleStore(redis: Redis): ScheduleStore {
  return {
    async list(guildId) {
      const rules = await redis.hgetall(keys.schedules(guildId));
      const schedules = Object.entries(rules).map(([id, rule]) => decodeSchedule(id, rule));
      return schedules.sort((a, b) => a.serial - b.serial);
    },

    async find(guildId, id) {
      const rule = await redis.hget(keys.schedules(guildId), id);
      return rule === null ? undefined : decodeSchedule(id, rule);
    },

    nextSerial: (guildId) => redis.hincrby(keys.totals(guildId), "serial", 1),

    add: (guildId, schedule, limit) =>
      add(redis, [keys.schedules(guildId)], [schedule.id, encodeSchedule(schedule), limit]),

    async replace(guildId, before, after) {
      const args = [before.id, encodeSchedule(before), encodeSchedule(after)];
      return (await replace(redis, [keys.schedules(guildId)], args)) === 1;
    },

    async remove(guildId, id) {
      await Promise.all([redis.hdel(keys.schedules(guildId), id), redis.hdel(keys.lastRuns(guildId), id)]);
    },

    async noteRun(guildId, id, run) {
      await redis.hset(keys.lastRuns(guildId), id, JSON.stringify(run));
    },

    async lastRuns(guildId) {
      const runs = await redis.hgetall(keys.lastRuns(guildId));
      return new Map(Object.entries(runs).map(([id, run]) => [id, lastRun.parse(run)]));
    },
  };
}

const pause = z.union([
  z.literal("m").transform(() => ({ by: "moderator" }) as const),
  z
    .tuple([z.enum(CHANNEL_PROBLEMS), z.number()])
    .transform(([reason, slotAt]) => ({ by: "channel", reason, slotAt }) as const),
]);

const rule = json(
  z.tuple([
    z.int(),
    z.string(),
    z.int(),
    z.int(),
    z.string(),
    topicSchema.or(z.literal(0)).default(0),
    difficultySchema.or(z.literal(0)).default(0),
    z.int().default(DEFAULT_REVEAL_AFTER_HOURS),
    z.literal([0, 1]).default(0),
    z.string().or(z.literal(0)).default(0),
    pause.or(z.literal(0)).default(0),
  ]),
);

/**
 * A rule as a tuple, most often set first and what has its default left off at the end: 64 bytes hold most of them, and
 * up to there Redis keeps a guild's schedules in one compact list.
 */
export function encodeSchedule(schedule: Schedule): string {
  const [hour, minute] = schedule.time.split(":").map(Number);
  const days = WEEKDAYS.reduce((mask, day, bit) => (schedule.days.includes(day) ? mask | (1 << bit) : mask), 0);
  const values: unknown[] = [
    schedule.serial,
    schedule.channelId,
    Number(hour) * 60 + Number(minute),
    days,
    schedule.zone,
  ];
  const optional: unknown[] = [
    schedule.topic ?? 0,
    schedule.difficulty ?? 0,
    schedule.revealAfterHours,
    schedule.thread ? 1 : 0,
    schedule.roleId ?? 0,
    encodePause(schedule.pause),
  ];
  const defaults: unknown[] = [0, 0, DEFAULT_REVEAL_AFTER_HOURS, 0, 0, 0];
  while (optional.length > 0 && optional.at(-1) === defaults[optional.length - 1]) optional.pop();
  return JSON.stringify([...values, ...optional]);
}

function encodePause(pause: Schedule["pause"]): unknown {
  if (!pause) return 0;
  return pause.by === "moderator" ? "m" : [pause.reason, pause.slotAt];
}

export function decodeSchedule(id: string, text: string): Schedule {
  const [serial, channelId, minutes, mask, zone, topic, difficulty, revealAfterHours, thread, roleId, paused] =
    rule.parse(text);
  const time = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return {
    id,
    serial,
    channelId,
    time,
    days: WEEKDAYS.filter((_, bit) => mask & (1 << bit)),
    zone,
    revealAfterHours,
    thread: thread === 1,
    ...(topic && { topic }),
    ...(difficulty && { difficulty }),
    ...(roleId && { roleId }),
    ...(paused && { pause: paused }),
  };
}
