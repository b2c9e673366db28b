import { z } from "zod";
import { keysWithPrefix, type Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { GUILD_PREFIX, keys, parseKey } from "../../platform/redis/keys.ts";
import { EVER } from "../boards/credit-store.ts";
import { encodeAnswer } from "../daily/answer-store.ts";
import { createPostStore } from "../daily/post-store.ts";
import type { Post } from "../daily/rules.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { Question } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  replaceAnswers: z.int(),
});

const BATCH_SIZE = 500;

const pendingRecompute = json(
  z.object({ userId: z.string(), sequence: z.int(), at: z.number(), day: z.string(), topic: topicSchema }),
);
/**
 * A request to recompute the member's entries on the leaderboards this earning counts toward. `stored` is the request
 * as stored.
 */
type PendingRecompute = z.infer<typeof pendingRecompute> & { stored: string };

type Revision = Pick<Question, "id" | "rev">;

export function createRescoreStore(redis: Redis) {
  const posts = createPostStore(redis);

  return {
    /** Finds posts of a question whose answers were scored with an earlier revision. */
    async outdatedPosts(guildId: string, { id, rev }: Revision): Promise<Post[]> {
      const slotIds = await redis.zrange(keys.posts(guildId), "0", "-1");
      const outdated: string[] = [];
      for (let start = 0; start < slotIds.length; start += BATCH_SIZE) {
        const batch = slotIds.slice(start, start + BATCH_SIZE);
        const stored = await Promise.all(
          batch.map((slotId) => redis.hmget(keys.post(guildId, slotId), "questionId", "rev")),
        );
        outdated.push(...batch.filter((_, index) => stored[index]?.[0] === id && Number(stored[index]?.[1]) < rev));
      }
      const found = await Promise.all(outdated.map((slotId) => posts.find(guildId, slotId)));
      return found.filter((post) => post !== undefined);
    },

    /** Replaces answers unless they have changed since they were read. Adds a pending recompute for each one. */
    async replaceAnswers(
      { guildId, slotId, topic }: Post,
      changes: readonly { before: Answer; after: Answer }[],
    ): Promise<void> {
      if (changes.length === 0) return;
      await scripts.replaceAnswers(
        redis,
        [
          keys.answers(guildId, slotId),
          keys.totals(guildId),
          keys.credits(guildId, EVER),
          keys.pendingRecomputes(guildId),
        ],
        [
          slotId,
          topic,
          ...changes.flatMap(({ before, after }) => [after.userId, encodeAnswer(before), encodeAnswer(after)]),
        ],
      );
    },

    /** Records that all answers to a post are scored with this revision. */
    async markRescored({ guildId, slotId }: Post, rev: number): Promise<void> {
      await redis.hset(keys.post(guildId, slotId), "rev", rev);
    },

    async pendingRecomputes(guildId: string): Promise<PendingRecompute[]> {
      const members = await redis.smembers(keys.pendingRecomputes(guildId));
      return members.map((stored) => ({ stored, ...pendingRecompute.parse(stored) }));
    },

    async removePendingRecomputes(guildId: string, pending: readonly PendingRecompute[]): Promise<void> {
      for (let start = 0; start < pending.length; start += BATCH_SIZE) {
        const batch = pending.slice(start, start + BATCH_SIZE);
        await redis.srem(keys.pendingRecomputes(guildId), ...batch.map(({ stored }) => stored));
      }
    },

    /** Revisions of the built-in questions as of the last start, by question id. */
    async revisions(): Promise<ReadonlyMap<string, number>> {
      const stored = await redis.hgetall(keys.questionRevisions());
      return new Map(Object.entries(stored).map(([id, rev]) => [id, Number(rev)]));
    },

    async revisionOf(questionId: string): Promise<number | undefined> {
      const stored = await redis.hget(keys.questionRevisions(), questionId);
      return stored === null ? undefined : Number(stored);
    },

    async saveRevisions(questions: readonly Revision[]): Promise<void> {
      if (questions.length === 0) return;
      await redis.hset(keys.questionRevisions(), ...questions.flatMap(({ id, rev }) => [id, rev]));
    },

    /** Finds guilds in which any of these questions was posted. Scans all keys. */
    async *guildsWithPosts(
      questionIds: readonly string[],
    ): AsyncGenerator<{ guildId: string; questionIds: readonly string[] }> {
      for await (const batch of keysWithPrefix(redis, GUILD_PREFIX)) {
        for (const place of batch.map(parseKey)) {
          if (place.owner !== "guild" || place.kind !== "last-posted") continue;
          const scores = await redis.zmscore(place.key, ...questionIds);
          const found = questionIds.filter((_, index) => scores[index] !== null);
          if (found.length > 0) yield { guildId: place.guildId, questionIds: found };
        }
      }
    },
  };
}

export type RescoreStore = ReturnType<typeof createRescoreStore>;
