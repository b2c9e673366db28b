import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { hash, json } from "../../platform/redis/reply.ts";
import { DAY, SECOND } from "../../platform/time.ts";
import type { Known, Learnt } from "../learning/rules.ts";
import { changesOf, decodeMasteries, decodeSeen } from "../learning/store.ts";
import { difficultySchema } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import type { QuizStore } from "./ports.ts";
import { isComplete, type Quiz } from "./rules.ts";

const load = defineScript(
  new URL("./load-quiz.lua", import.meta.url),
  z.tuple([z.string(), z.string(), z.string(), hash]),
);
const answer = defineScript(new URL("./answer-quiz.lua", import.meta.url), z.enum(["saved", "moved", "learnt"]));

/** Long enough for a bot that was away to count what was answered. */
const KEPT_SECONDS = (30 * DAY) / SECOND;
const NOTHING: Learnt = { seen: new Map(), mastery: new Map(), moves: [] };

const storedQuiz = json(
  z.tuple([
    z.string(),
    z.enum(["quiz", "review"]),
    z.string(),
    z.string(),
    topicSchema.or(z.literal("")),
    difficultySchema.or(z.literal(0)),
    z.literal([0, 1]),
    z.array(z.tuple([z.string(), z.int(), z.number(), z.int()])),
    z.array(z.tuple([z.array(z.string()), z.literal([0, 1]), z.int(), z.literal([0, 1])])),
    z.int(),
    z.literal([0, 1]),
    z.int().default(0),
  ]),
);

export function createQuizStore(redis: Redis): QuizStore {
  const keysOf = (userId: string) => [keys.quiz(userId), keys.history(userId), keys.mastery(userId)];

  return {
    async load(userId) {
      const [state, open, seen, mastery] = await load(redis, keysOf(userId), []);
      const known: Known = {
        seen: new Map(seen === "" ? [] : [[open, decodeSeen(seen)]]),
        mastery: decodeMasteries(mastery),
      };
      return { known, ...(state !== "" && { quiz: decodeQuiz(state) }) };
    },

    save: (
      userId,
      before,
      after,
      { known, learnt } = { known: { seen: new Map(), mastery: new Map() }, learnt: NOTHING },
    ) =>
      answer(redis, keysOf(userId), [
        before ? encodeQuiz(before) : "",
        encodeQuiz(after),
        openIn(after),
        KEPT_SECONDS,
        ...changesOf(known, learnt),
      ]),
  };
}

function openIn(quiz: Quiz): string {
  return quiz.ended || isComplete(quiz) ? "" : (quiz.items[quiz.answers.length]?.questionId ?? "");
}

export function encodeQuiz(quiz: Quiz): string {
  return JSON.stringify([
    quiz.id,
    quiz.kind,
    quiz.guildId ?? "",
    quiz.zone,
    quiz.topic ?? "",
    quiz.difficulty ?? 0,
    quiz.retry ? 1 : 0,
    quiz.items.map(({ questionId, rev, rating }) => [questionId, rev, rating.difficulty, rating.answers]),
    quiz.answers.map(({ response, right, at, earns }) => [response, right ? 1 : 0, at, earns ? 1 : 0]),
    quiz.shownAt,
    quiz.ended ? 1 : 0,
    ...(quiz.seasonBegan === undefined ? [] : [quiz.seasonBegan]),
  ]);
}

export function decodeQuiz(text: string): Quiz {
  const [id, kind, guildId, zone, topic, difficulty, retry, items, answers, shownAt, ended, began] =
    storedQuiz.parse(text);
  return {
    id,
    kind,
    ...(guildId !== "" && { guildId }),
    zone,
    ...(began !== 0 && { seasonBegan: began }),
    ...(topic !== "" && { topic }),
    ...(difficulty !== 0 && { difficulty }),
    retry: retry === 1,
    items: items.map(([questionId, rev, moved, count]) => ({
      questionId,
      rev,
      rating: { difficulty: moved, answers: count },
    })),
    answers: answers.map(([response, right, at, earns]) => ({ response, right: right === 1, at, earns: earns === 1 })),
    shownAt,
    ended: ended === 1,
  };
}
