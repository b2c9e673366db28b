import { z } from "zod";
import type { Telemetry } from "../../platform/ops/metrics.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, hash, hashFields, json, pairs } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { DEFAULT_ZONE, type Zone } from "../../platform/time.ts";
import { type Calendar, periodNames, RETENTION } from "../boards/calendar-rules.ts";
import { leaderboardsFor } from "../boards/rules.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { FeedbackTime } from "../settings/rules.ts";
import { parseCalendar, parseFeedback } from "../settings/store.ts";
import { parsePost } from "./post-store.ts";
import { type Post, postSchema, type Streak } from "./rules.ts";

const POST_FIELDS = Object.keys(postSchema.shape);
const BATCH_SIZE = 50;

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  recordAnswer: z.union([
    z.tuple([z.literal("recorded"), z.int(), z.int()]),
    z.tuple([z.enum(["already", "stale"]), z.string()]),
    z.tuple([z.enum(["closed", "deleted", "season-closed"])]),
  ]),
  answerContext: z.tuple([hashFields(POST_FIELDS), z.string(), z.string(), hash, z.coerce.number()]),
});

const storedAnswer = json(
  z.object({
    sequence: z.int(),
    response: z.array(z.string()),
    correct: z.boolean(),
    base: z.int(),
    bonus: z.int(),
    at: z.number(),
    day: z.string(),
    streak: z.int(),
    withheld: z.literal(true).exactOptional(),
  }),
);
const storedStreak = json(z.object({ length: z.int(), lastDay: z.string(), freezes: z.int() }));
const count = z.coerce.number().default(0);
const totals = z.object({ answered: count, correct: count, credited: count });

/** `zone` is the guild's time zone. */
type MemberState = { streak?: Streak; zone: Zone };

export type AnswerContext = MemberState & {
  calendar: Calendar;
  feedback: FeedbackTime;
  /** Version of the guild's own questions. */
  bankVersion: number;
  post?: Post;
  answer?: Answer;
};

export type NewAnswer = Omit<Answer, "sequence" | "streak"> & { streakBefore: Streak | undefined; streakAfter: Streak };

export type Recording =
  | { outcome: "recorded"; sequence: number; rankToday?: number }
  | { outcome: "already"; answer: Answer }
  | { outcome: "closed" }
  /** The member deleted an answer to this post. */
  | { outcome: "deleted" }
  /** The member's streak has changed since it was read, so the points must be recomputed. */
  | { outcome: "stale"; streak: Streak | undefined };

export function createAnswerStore(redis: Redis, telemetry?: Telemetry) {
  /** Records a member's first answer with its points and streak, atomically. */
  async function record(post: Post, answer: NewAnswer, calendar: Calendar): Promise<Recording> {
    const recording = await recordIn(post, answer, calendar);
    telemetry?.emit("answer", recording.outcome);
    return recording;
  }

  async function recordIn(post: Post, answer: NewAnswer, calendar: Calendar): Promise<Recording> {
    const { guildId, slotId, topic } = post;
    const boards = leaderboardsFor(periodNames(calendar, answer), topic);
    const reply = await scripts.recordAnswer(
      redis,
      [
        keys.post(guildId, slotId),
        keys.answers(guildId, slotId),
        keys.streaks(guildId),
        keys.totals(guildId),
        keys.hiddenMembers(guildId),
        keys.settings(guildId),
        keys.deletedAnswers(guildId, slotId),
        ...boards.map(({ name }) => keys.leaderboard(guildId, name)),
      ],
      [
        answer.userId,
        answer.at,
        encodeNewAnswer(answer),
        answer.withheld ? 0 : answer.base + answer.bonus,
        answer.correct ? 1 : 0,
        answer.streakBefore ? encodeStreak(answer.streakBefore) : "",
        encodeStreak(answer.streakAfter),
        calendar.closings.length,
        ...boards.map(({ period }) => RETENTION[period]),
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
      case "deleted":
        return { outcome: reply[0] };
      case "season-closed":
        return recordIn(post, answer, parseCalendar(await redis.hgetall(keys.settings(guildId))));
    }
  }

  return {
    /** Loads everything a click on a post needs, in one round trip. */
    async context(guildId: string, slotId: string, userId: string): Promise<AnswerContext> {
      const read = [
        keys.post(guildId, slotId),
        keys.answers(guildId, slotId),
        keys.streaks(guildId),
        keys.settings(guildId),
        keys.bank(guildId),
      ];
      const [hash, answer, streakText, settings, bankVersion] = await scripts.answerContext(redis, read, [
        userId,
        ...POST_FIELDS,
      ]);
      const post = parsePost(guildId, slotId, hash);
      const streak = decodeStreak(streakText);
      const calendar = parseCalendar(settings);
      return {
        zone: calendar.zone,
        calendar,
        feedback: parseFeedback(settings),
        bankVersion,
        ...(post && { post }),
        ...(answer && { answer: decodeAnswer(userId, answer) }),
        ...(streak && { streak }),
      };
    },

    async member(guildId: string, userId: string): Promise<MemberState> {
      const [stored, zone] = await Promise.all([
        redis.hget(keys.streaks(guildId), userId),
        redis.hget(keys.settings(guildId), "zone"),
      ]);
      const streak = decodeStreak(stored ?? "");
      return { zone: zone ?? DEFAULT_ZONE, ...(streak && { streak }) };
    },

    record,

    /** Yields a post's answers in batches. May repeat an answer. Skips answers deleted during the read. */
    async *batches(guildId: string, slotId: string): AsyncGenerator<readonly Answer[]> {
      for (let cursor = "0"; ; ) {
        const [next, flat] = await redis.hscan(keys.answers(guildId, slotId), cursor, "COUNT", BATCH_SIZE);
        yield pairs.parse(flat).map(([userId, answer]) => decodeAnswer(userId, answer));
        if (next === "0") return;
        cursor = next;
      }
    },

    /** The answers to a post in the order they were recorded. */
    async list(guildId: string, slotId: string): Promise<Answer[]> {
      const stored = await redis.hgetall(keys.answers(guildId, slotId));
      const answers = Object.entries(stored).map(([userId, answer]) => decodeAnswer(userId, answer));
      return answers.sort((a, b) => a.sequence - b.sequence);
    },

    count: (guildId: string, slotId: string) => redis.hlen(keys.answers(guildId, slotId)),

    /** Totals over all posts of the guild. `credited` counts credits, not points. */
    totals: async (guildId: string) => totals.parse(await redis.hgetall(keys.totals(guildId))),
  };
}

export type AnswerStore = ReturnType<typeof createAnswerStore>;

export function encodeStreak({ length, lastDay, freezes }: Streak): string {
  return JSON.stringify({ length, lastDay, freezes });
}

export function decodeStreak(text: string): Streak | undefined {
  return text === "" ? undefined : storedStreak.parse(text);
}

/** The script adds the sequence. */
function encodeNewAnswer({ response, correct, base, bonus, at, day, streakAfter, withheld }: NewAnswer): string {
  return JSON.stringify({ response, correct, base, bonus, at, day, streak: streakAfter.length, withheld });
}

/** Encodes an answer exactly as the script stores it. */
export function encodeAnswer({ sequence, response, correct, base, bonus, at, day, streak, withheld }: Answer): string {
  return JSON.stringify({ sequence, response, correct, base, bonus, at, day, streak, withheld });
}

export function decodeAnswer(userId: string, text: string): Answer {
  return { userId, ...storedAnswer.parse(text) };
}
