import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { type Instant, MINUTE, SECOND } from "../../platform/time.ts";
import type { Question } from "../questions/rules.ts";
import { TOPICS, type Topic } from "../questions/topic-rules.ts";
import { type Mastery, type Rating, seedRating } from "./mastery-rules.ts";
import { type LearnerChanges, type LearnerState, MODES, type QuestionHistory } from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  save: z.literal([0, 1]),
});

/**
 * Compact, because a learner has one per question. `last` identifies the last answer, in milliseconds. Other times are
 * in seconds. `correct` is 0 or 1.
 */
const storedHistory = json(
  z.object({
    rev: z.int(),
    first: z.object({ mode: z.enum(MODES), at: z.int(), correct: z.literal([0, 1]) }),
    last: z.int(),
    tries: z.int(),
    correctAt: z.int().optional(),
    card: z.object({ due: z.int(), stability: z.number(), difficulty: z.number() }).optional(),
  }),
);
const storedMastery = json(z.object({ ability: z.number(), answers: z.int() }));

/** Stores what learners have answered and how well they know each topic, across guilds. */
export function createLearnerStore(redis: Redis) {
  return {
    /** The history of every question the learner has answered, by question id. */
    async history(userId: string): Promise<Map<string, QuestionHistory>> {
      const stored = await redis.hgetall(keys.history(userId));
      return new Map(Object.entries(stored).map(([id, text]) => [id, decodeHistory(text)]));
    },

    async mastery(userId: string): Promise<Map<Topic, Mastery>> {
      return decodeMasteries(await redis.hgetall(keys.mastery(userId)));
    },

    /** The history of these questions and the mastery of every topic, in one round trip. */
    async load(userId: string, questionIds: readonly string[]): Promise<LearnerState> {
      const [stored, mastery] = await Promise.all([
        questionIds.length > 0 ? redis.hmget(keys.history(userId), ...questionIds) : [],
        redis.hgetall(keys.mastery(userId)),
      ]);
      const history = questionIds.flatMap((id, index): [string, QuestionHistory][] => {
        const text = stored[index];
        return text ? [[id, decodeHistory(text)]] : [];
      });
      return { history: new Map(history), mastery: decodeMasteries(mastery) };
    },

    /** Saves changes computed from `before`. Saves nothing and returns false if that state has changed. */
    async commit(userId: string, before: LearnerState, changes: LearnerChanges): Promise<boolean> {
      const fields = encodeChanges(before, changes);
      if (fields.length === 0) return true;
      return (await scripts.save(redis, [keys.history(userId), keys.mastery(userId)], fields)) === 1;
    },
  };
}
export type LearnerStore = ReturnType<typeof createLearnerStore>;

/** The script arguments for each changed field: its hash, name, previous version and new value. */
export function encodeChanges(before: LearnerState, changes: LearnerChanges): (string | number)[] {
  const history = [...changes.history].flatMap(([id, after]) => [
    ...[1, id, versionOf(before.history.get(id)), encodeHistory(after)],
  ]);
  const mastery = [...changes.mastery].flatMap(([topic, after]) => [
    ...[2, topic, before.mastery.get(topic)?.answers ?? "", encodeMastery(after)],
  ]);
  return [...history, ...mastery];
}

/** Must match version.lua. */
function versionOf(history: QuestionHistory | undefined): string {
  return history ? `${history.lastAt}${history.card ? "+card" : ""}` : "";
}

export function encodeHistory({ rev, first, lastAt, attempts, correctAt, card }: QuestionHistory): string {
  return JSON.stringify({
    rev,
    first: { mode: first.mode, at: toSeconds(first.at), correct: first.correct ? 1 : 0 },
    last: lastAt,
    tries: attempts,
    ...(correctAt !== undefined && { correctAt: toSeconds(correctAt) }),
    ...(card && {
      card: { due: toSeconds(card.due), stability: card.stability, difficulty: card.difficulty },
    }),
  });
}

export function decodeHistory(text: string): QuestionHistory {
  const { rev, first, last, tries, correctAt, card } = storedHistory.parse(text);
  return {
    rev,
    first: { correct: first.correct === 1, at: first.at * SECOND, mode: first.mode },
    lastAt: last,
    attempts: tries,
    ...(correctAt !== undefined && { correctAt: correctAt * SECOND }),
    ...(card && { card: { ...card, due: card.due * SECOND } }),
  };
}

function toSeconds(at: number): number {
  return Math.floor(at / SECOND);
}

function encodeMastery({ ability, answers }: Mastery): string {
  return JSON.stringify({ ability: Math.round(ability * 1_000) / 1_000, answers });
}

export function decodeMasteries(stored: Record<string, string>): Map<Topic, Mastery> {
  return new Map(
    TOPICS.flatMap((topic): [Topic, Mastery][] => {
      const text = stored[topic];
      return text === undefined ? [] : [[topic, storedMastery.parse(text)]];
    }),
  );
}

/** How old ratings may be when they only help to select questions. */
const MAX_RATING_AGE_MS = MINUTE;

/** Stores the ratings of questions, across all learners. */
export function createRatingStore(redis: Redis) {
  /** Recent ratings by pool. An entry is garbage collected with its pool, which the cached bank holds. */
  const recent = new WeakMap<readonly Question[], { ratings: Promise<Map<string, Rating>>; readAt: number }>();

  /** The ratings by question id. A question without answers has its seed rating. */
  async function load(questions: readonly Question[]): Promise<Map<string, Rating>> {
    if (questions.length === 0) return new Map();
    const fields = questions.map(fieldOf);
    const [adjustments, counts] = await Promise.all([
      redis.hmget(keys.ratings(), ...fields),
      redis.hmget(keys.ratingCounts(), ...fields),
    ]);
    return new Map(
      questions.map((question, index) => {
        const difficulty = seedRating(question).difficulty + Number(adjustments[index] ?? 0);
        return [question.id, { difficulty, answers: Number(counts[index] ?? 0) }];
      }),
    );
  }

  return {
    load,

    /** The ratings of a bank's pool, up to a minute old. Reading an entire bank's ratings for every quiz would be slow. */
    loadRecent(pool: readonly Question[]): Promise<ReadonlyMap<string, Rating>> {
      const cached = recent.get(pool);
      if (cached && performance.now() - cached.readAt <= MAX_RATING_AGE_MS) return cached.ratings;
      const ratings = load(pool);
      recent.set(pool, { ratings, readAt: performance.now() });
      ratings.catch(() => recent.delete(pool));
      return ratings;
    },

    /** Applies rating changes. Each counts as one answer to its question. */
    async adjust(changes: LearnerChanges["ratingChanges"]): Promise<void> {
      await Promise.all(
        changes.flatMap(({ question, by }) => [
          redis.hincrbyfloat(keys.ratings(), fieldOf(question), by.toFixed(4)),
          redis.hincrby(keys.ratingCounts(), fieldOf(question), 1),
        ]),
      );
    },
  };
}
export type RatingStore = ReturnType<typeof createRatingStore>;

/** A new revision counts as a new question and starts from its seed rating. */
function fieldOf({ id, rev }: Question): string {
  return `${id}@${rev}`;
}

/**
 * The guilds where a learner has used the bot. A guild is added before its interaction is handled, so every guild with
 * data about a learner is in the list.
 */
export function createLearnerGuildStore(redis: Redis) {
  return {
    async add(userId: string, guildId: string, at: Instant): Promise<void> {
      await redis.zadd(keys.learnerGuilds(userId), "NX", at, guildId);
    },

    list: (userId: string): Promise<string[]> => redis.zrange(keys.learnerGuilds(userId), "0", "-1"),

    async remove(userId: string, guildIds: readonly string[]): Promise<void> {
      if (guildIds.length > 0) await redis.zrem(keys.learnerGuilds(userId), ...guildIds);
    },
  };
}

export type LearnerGuildStore = ReturnType<typeof createLearnerGuildStore>;
