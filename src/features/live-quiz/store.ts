import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { DAY, SECOND } from "../../platform/time.ts";
import { difficultySchema } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import type { LiveStore } from "./ports.ts";
import { LIVE_ENDS, LIVE_PHASES, LIVE_PLAYERS, type Live, type LiveAnswer, openRound } from "./rules.ts";

/** From the last step on: long enough for a bot that was away to count what was answered. */
const KEPT_SECONDS = (2 * DAY) / SECOND;

const instant = z.int();
const storedLive = json(
  z.object({
    id: z.string(),
    guildId: z.string(),
    channelId: z.string(),
    hostId: z.string(),
    zone: z.string(),
    topic: topicSchema.exactOptional(),
    difficulty: difficultySchema.exactOptional(),
    count: z.int(),
    seconds: z.int(),
    phase: z.enum(LIVE_PHASES),
    dueAt: instant,
    rounds: z.array(
      z.object({
        questionId: z.string(),
        rev: z.int(),
        messageId: z.string().exactOptional(),
        skipped: z.boolean(),
      }),
    ),
    pausedAt: instant.exactOptional(),
    end: z.enum(LIVE_ENDS).exactOptional(),
    endedAt: instant.exactOptional(),
    version: z.int(),
  }),
);
const answerParts = z.tuple([z.array(z.string()), z.int(), instant]);
const storedAnswer = json(answerParts);
const storedAnswers = json(z.array(answerParts));
const storedPlace = json(z.tuple([z.int(), z.int(), z.int(), z.int()]));
const names = json(z.array(z.tuple([z.string(), z.string()])));
const number = z.int();

const create = defineScript(new URL("./create-live.lua", import.meta.url), z.enum(["created", "taken"]));
const load = defineScript(
  new URL("./load-live.lua", import.meta.url),
  z.tuple([z.string(), number, number, z.string()]),
);
const save = defineScript(new URL("./save-live.lua", import.meta.url), z.literal([0, 1]));
const join = defineScript(
  new URL("./join-live.lua", import.meta.url),
  z.enum(["joined", "already", "full", "begun", "over"]),
);
const answer = defineScript(
  new URL("./answer-live.lua", import.meta.url),
  z.union([
    z.tuple([z.enum(["recorded", "already"]), z.string(), names, number, number]),
    z.tuple([z.enum(["closed", "strange", "full"])]),
  ]),
);

export function createLiveStore(redis: Redis): LiveStore {
  const quizKeys = (guildId: string, quizId: string) => [
    keys.liveQuiz(guildId, quizId),
    keys.liveQuizPlayers(guildId, quizId),
    keys.liveQuizAnswers(guildId, quizId),
  ];

  return {
    create: (live) =>
      create(
        redis,
        [keys.activeLiveQuiz(live.guildId, live.channelId), keys.liveQuiz(live.guildId, live.id)],
        [live.id, JSON.stringify(live), live.version, KEPT_SECONDS],
      ),

    async load(guildId, quizId) {
      const found = await load(redis, [keys.liveQuiz(guildId, quizId), keys.liveQuizPlayers(guildId, quizId)], []);
      const [state, players, answered, lobbyMessageId] = found;
      if (state === "") return undefined;
      return { live: storedLive.parse(state), crowd: { players, answered }, ...(lobbyMessageId && { lobbyMessageId }) };
    },

    async save(before, after, asked) {
      const { guildId, channelId, id } = after;
      const question = after.rounds.at(-1)?.questionId ?? "";
      const saved = await save(
        redis,
        [...quizKeys(guildId, id), keys.activeLiveQuiz(guildId, channelId), keys.lastPosted(guildId)],
        [
          before.version,
          JSON.stringify(after),
          after.version,
          id,
          lobbyOf(after),
          openRound(after) ?? "",
          after.phase === "settling" || after.phase === "over" ? "1" : "",
          KEPT_SECONDS,
          ...(asked ? [after.seconds * SECOND, JSON.stringify(asked.names), question, asked.at] : []),
        ],
      );
      return saved === 1;
    },

    async noteLobby(guildId, quizId, messageId) {
      await redis.hsetnx(keys.liveQuiz(guildId, quizId), "message", messageId);
    },

    join: (guildId, quizId, userId) =>
      join(redis, [keys.liveQuiz(guildId, quizId), keys.liveQuizPlayers(guildId, quizId)], [userId, LIVE_PLAYERS]),

    async answer(guildId, quizId, given) {
      const { userId, round, took, response } = given;
      const mine = encodeAnswer(given);
      const reply = await answer(redis, quizKeys(guildId, quizId), [
        userId,
        round,
        took,
        mine,
        LIVE_PLAYERS,
        ...response,
      ]);
      if (reply.length === 1) return { outcome: reply[0] };
      const [outcome, stored, options, players, answered] = reply;
      // The very same tap, heard by a second process or sent twice, is no second one.
      const again = outcome === "already" && !isSameTap(stored, mine);
      const recorded = decodeAnswer(userId, round, stored);
      return { outcome: "recorded", answer: recorded, again, names: options, crowd: { players, answered } };
    },

    async answers(guildId, quizId) {
      const stored = await redis.hgetall(keys.liveQuizAnswers(guildId, quizId));
      // All in one text: there may be thousands.
      const answers = storedAnswers.parse(`[${Object.values(stored).join()}]`);
      return Object.keys(stored).flatMap((field, index) => {
        const [round = "", userId = ""] = field.split(":");
        const [response, took, at] = answers[index] ?? [];
        return response && took !== undefined && at !== undefined
          ? [{ userId, round: Number(round), response, took, at }]
          : [];
      });
    },

    async keepPlaces({ guildId, id, rounds }, places) {
      if (places.length === 0) return;
      const asked = rounds.filter(({ skipped }) => !skipped).length;
      const key = keys.liveQuizRanks(guildId, id);
      const told = places.flatMap(({ userId, place, score, right }) => [
        userId,
        JSON.stringify([place, score, right, asked]),
      ]);
      await Promise.all([redis.hset(key, ...told), redis.expire(key, KEPT_SECONDS)]);
    },

    async place(guildId, quizId, userId) {
      const key = keys.liveQuizRanks(guildId, quizId);
      const [stored, players] = await Promise.all([redis.hget(key, userId), redis.hlen(key)]);
      if (stored === null) return undefined;
      const [place, score, right, asked] = storedPlace.parse(stored);
      return { place, score, right, asked, players };
    },
  };
}

function lobbyOf({ phase, end }: Live): "open" | "begun" | "over" {
  if (end) return "over";
  return phase === "lobby" ? "open" : "begun";
}

function encodeAnswer({ response, took, at }: LiveAnswer): string {
  return JSON.stringify([response, took, at]);
}

function decodeAnswer(userId: string, round: number, text: string): LiveAnswer {
  const [response, took, at] = storedAnswer.parse(text);
  return { userId, round, response, took, at };
}

/** Two processes hear a tap at times of their own, but of one that took as long as the other. */
function isSameTap(one: string, other: string): boolean {
  const [response, took] = storedAnswer.parse(one);
  const [otherResponse, otherTook] = storedAnswer.parse(other);
  return took === otherTook && response.join() === otherResponse.join();
}
