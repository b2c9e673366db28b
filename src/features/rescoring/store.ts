import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { parseKey } from "../../platform/redis/key-owner.ts";
import { keys } from "../../platform/redis/keys.ts";
import { keysUnder } from "../../platform/redis/scan.ts";
import { encodeAnswer } from "../daily/answer-store.ts";
import { createPostStore } from "../daily/post-store.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import type { RescoreStore, Touched } from "./ports.ts";

const rescore = defineScript(new URL("./rescore-answers.lua", import.meta.url), z.int());

const POSTS_TOGETHER = 500;
const FOR_EVER = "ever";

const touchedMember = z
  .string()
  .transform((text): unknown => text.split(" "))
  .pipe(z.tuple([z.string(), z.coerce.number(), z.string(), topicSchema]));

export function createRescoreStore(redis: Redis): RescoreStore {
  const posts = createPostStore(redis);

  return {
    async outdated(guildId, { id, rev }) {
      const slotIds = await redis.zrange(keys.posts(guildId), "0", "-1");
      const found = [];
      for (let start = 0; start < slotIds.length; start += POSTS_TOGETHER) {
        const some = slotIds.slice(start, start + POSTS_TOGETHER);
        const asked = await Promise.all(
          some.map((slotId) => redis.hmget(keys.post(guildId, slotId), "questionId", "rev")),
        );
        found.push(...some.filter((_, index) => asked[index]?.[0] === id && Number(asked[index]?.[1]) < rev));
      }
      const outdated = await Promise.all(found.map((slotId) => posts.find(guildId, slotId)));
      return outdated.filter((post) => post !== undefined);
    },

    async replace({ guildId, slotId, topic }, changes) {
      if (changes.length === 0) return;
      await rescore(
        redis,
        [
          keys.answers(guildId, slotId),
          keys.totals(guildId),
          keys.credits(guildId, FOR_EVER),
          keys.pendingRecomputes(guildId),
        ],
        [
          slotId,
          topic,
          ...changes.flatMap(({ before, after }) => [
            after.userId,
            encodeAnswer(before),
            encodeAnswer(after),
            Number(after.correct) - Number(before.correct),
            after.withheld ? after.base + after.bonus : "",
            after.at,
            after.day,
          ]),
        ],
      );
    },

    async settle({ guildId, slotId }, rev) {
      await redis.hset(keys.post(guildId, slotId), "rev", rev);
    },

    async touched(guildId) {
      const members = await redis.smembers(keys.pendingRecomputes(guildId));
      return members.map((name): Touched => {
        const [userId, at, day, topic] = touchedMember.parse(name);
        return { name, userId, at, day, topic };
      });
    },

    async restated(guildId, touched) {
      for (let start = 0; start < touched.length; start += POSTS_TOGETHER) {
        const some = touched.slice(start, start + POSTS_TOGETHER);
        await redis.srem(keys.pendingRecomputes(guildId), ...some.map(({ name }) => name));
      }
    },

    async revisions() {
      const stored = await redis.hgetall(keys.questionRevisions());
      return new Map(Object.entries(stored).map(([id, rev]) => [id, Number(rev)]));
    },

    async revisionOf(questionId) {
      const stored = await redis.hget(keys.questionRevisions(), questionId);
      return stored === null ? undefined : Number(stored);
    },

    async noteRevisions(questions) {
      if (questions.length > 0)
        await redis.hset(keys.questionRevisions(), ...questions.flatMap(({ id, rev }) => [id, rev]));
    },

    async *askedIn(questionIds) {
      for await (const some of keysUnder(redis, "{g:")) {
        const asked = some.map(parseKey).filter((place) => place.owner === "guild" && place.kind === "last-posted");
        for (const place of asked) {
          const scores = await redis.zmscore(place.key, ...questionIds);
          const found = questionIds.filter((_, index) => scores[index] !== null);
          if (place.owner === "guild" && found.length > 0) yield { guildId: place.guildId, questionIds: found };
        }
      }
    },
  };
}
