import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { fields, json, pairs, valuesOf } from "../../platform/redis/reply.ts";
import { DEFAULT_ZONE } from "../../platform/time.ts";
import { keptSeconds } from "../boards/board-time.ts";
import { countedOn } from "../boards/calendar-rules.ts";
import { boardsOf } from "../boards/rules.ts";
import type { Answer } from "../questions/answer-rules.ts";
import { feedbackIn, readCalendar } from "../settings/store.ts";
import type { AnswerStore, MemberState, NewAnswer } from "./answer-ports.ts";
import { postSchema } from "./post-rules.ts";
import { readPost } from "./post-store.ts";
import type { Streak } from "./streak-rules.ts";

const record = defineScript(
  new URL("./record.lua", import.meta.url),
  z.union([
    z.tuple([z.literal("recorded"), z.int(), z.int()]),
    z.tuple([z.enum(["already", "stale"]), z.string()]),
    z.tuple([z.literal("closed")]),
  ]),
);

const POST_FIELDS = Object.keys(postSchema.shape);
const situation = defineScript(
  new URL("./situation.lua", import.meta.url),
  z.tuple([valuesOf(POST_FIELDS), z.string(), z.string(), fields, z.coerce.number()]),
);

const storedAnswer = json(
  z.tuple([
    z.int(),
    z.array(z.string()),
    z.literal([0, 1]),
    z.int(),
    z.int(),
    z.number(),
    z.string(),
    z.int(),
    z.literal([0, 1]).default(0),
  ]),
);
const storedStreak = json(z.tuple([z.int(), z.string(), z.int()]));
const count = z.coerce.number().default(0);
const totals = z.object({ answered: count, right: count, credited: count });

const READ_TOGETHER = 50;

export function createAnswerStore(redis: Redis): AnswerStore {
  return {
    async situation(guildId, slotId, userId) {
      const asked = [
        keys.post(guildId, slotId),
        keys.answers(guildId, slotId),
        keys.streaks(guildId),
        keys.settings(guildId),
        keys.bank(guildId),
      ];
      const [hash, answer, stored, settings, bankVersion] = await situation(redis, asked, [userId, ...POST_FIELDS]);
      const post = readPost(guildId, slotId, hash);
      const streak = decodeStreak(stored);
      const calendar = readCalendar(settings);
      return {
        zone: calendar.zone,
        calendar,
        feedback: feedbackIn(settings),
        bankVersion,
        ...(post && { post }),
        ...(answer && { answer: decodeAnswer(userId, answer) }),
        ...(streak && { streak }),
      };
    },

    member: (guildId, userId) => readMember(redis, guildId, userId),

    async record({ guildId, slotId, topic }, answer, calendar) {
      const boards = boardsOf(countedOn(calendar, answer.at, answer.day), topic);
      const reply = await record(
        redis,
        [
          keys.post(guildId, slotId),
          keys.answers(guildId, slotId),
          keys.streaks(guildId),
          keys.totals(guildId),
          keys.hiddenMembers(guildId),
          ...boards.map((name) => keys.leaderboard(guildId, name)),
        ],
        [
          answer.userId,
          answer.at,
          encodeAnswer(answer),
          answer.held ? 0 : answer.base + answer.bonus,
          answer.right ? 1 : 0,
          answer.streakBefore ? encodeStreak(answer.streakBefore) : "",
          encodeStreak(answer.streakAfter),
          ...keptSeconds(boards),
        ],
      );
      switch (reply[0]) {
        case "recorded":
          return { outcome: "recorded", sequence: reply[1], ...(reply[2] >= 0 && { rankToday: reply[2] }) };
        case "already":
          return { outcome: "already", answer: decodeAnswer(answer.userId, reply[1]) };
        case "stale":
          return { outcome: "stale", streak: decodeStreak(reply[1]) };
        case "closed":
          return { outcome: "closed" };
      }
    },

    async *some(guildId, slotId) {
      for (let cursor = "0"; ; ) {
        const [next, flat] = await redis.hscan(keys.answers(guildId, slotId), cursor, "COUNT", READ_TOGETHER);
        yield pairs.parse(flat).map(([userId, answer]) => decodeAnswer(userId, answer));
        if (next === "0") return;
        cursor = next;
      }
    },

    async ofPost(guildId, slotId) {
      const stored = await redis.hgetall(keys.answers(guildId, slotId));
      const answers = Object.entries(stored).map(([userId, answer]) => decodeAnswer(userId, answer));
      return answers.sort((a, b) => a.sequence - b.sequence);
    },

    count: (guildId, slotId) => redis.hlen(keys.answers(guildId, slotId)),

    totals: async (guildId) => totals.parse(await redis.hgetall(keys.totals(guildId))),
  };
}

async function readMember(redis: Redis, guildId: string, userId: string): Promise<MemberState> {
  const [stored, zone] = await Promise.all([
    redis.hget(keys.streaks(guildId), userId),
    redis.hget(keys.settings(guildId), "zone"),
  ]);
  const streak = decodeStreak(stored ?? "");
  return { zone: zone ?? DEFAULT_ZONE, ...(streak && { streak }) };
}

export function encodeStreak({ length, lastDay, freezes }: Streak): string {
  return JSON.stringify([length, lastDay, freezes]);
}

/** The streak stored as this text; none for the empty one. */
export function decodeStreak(text: string): Streak | undefined {
  if (text === "") return undefined;
  const [length, lastDay, freezes] = storedStreak.parse(text);
  return { length, lastDay, freezes };
}

/** An answer without its sequence and brackets, which record.lua puts around it. */
function encodeAnswer({ response, right, base, bonus, at, day, streakAfter, held }: NewAnswer): string {
  const fields = [response, right ? 1 : 0, base, bonus, at, day, streakAfter.length, ...(held ? [1] : [])];
  return JSON.stringify(fields).slice(1, -1);
}

/** A recorded answer, as it is stored with its sequence. */
export function encodeRecorded({ sequence, response, right, base, bonus, at, day, streak, held }: Answer): string {
  return JSON.stringify([sequence, response, right ? 1 : 0, base, bonus, at, day, streak, ...(held ? [1] : [])]);
}

export function decodeAnswer(userId: string, text: string): Answer {
  const [sequence, response, right, base, bonus, at, day, streak, held] = storedAnswer.parse(text);
  const answer = { userId, sequence, response, right: right === 1, base, bonus, at, day, streak };
  return held === 1 ? { ...answer, held: true } : answer;
}
