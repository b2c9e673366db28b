import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json, pairs } from "../../platform/redis/reply.ts";
import { decodeAnswer } from "../daily/answer-store.ts";
import type { HealthStore } from "./ports.ts";
import type { FirstAttempt } from "./rules.ts";

/** More than a year of daily questions, and so many members that more would not change the picture. */
const POSTS = 400;
const MEMBERS = 500;
const MEMBERS_TOGETHER = 1_000;

const analysis = json(
  z.object({
    at: z.number(),
    items: z.array(
      z.object({
        questionId: z.string(),
        rev: z.int(),
        attempts: z.int(),
        facility: z.number(),
        discrimination: z.number().exactOptional(),
        unchosen: z.array(z.string()),
      }),
    ),
    early: z.array(z.object({ questionId: z.string(), attempts: z.int(), facility: z.number() })).default([]),
  }),
);

export function createHealthStore(redis: Redis): HealthStore {
  return {
    async attempts(guildId) {
      const slotIds = await redis.zrange(keys.posts(guildId), String(-POSTS), "-1");
      const userIds = await someMembers(redis, guildId);
      const first = new Map<string, FirstAttempt>();
      for (const slotId of userIds.length > 0 ? slotIds : []) {
        const [[state, questionId], stored] = await Promise.all([
          redis.hmget(keys.post(guildId, slotId), "state", "questionId"),
          redis.hmget(keys.answers(guildId, slotId), ...userIds),
        ]);
        if (state !== "revealed" || !questionId) continue;
        for (const [index, text] of stored.entries()) {
          const userId = userIds[index];
          if (text === null || userId === undefined || first.has(`${userId} ${questionId}`)) continue;
          const { correct: right, response } = decodeAnswer(userId, text);
          first.set(`${userId} ${questionId}`, { userId, questionId, right, response });
        }
      }
      return [...first.values()];
    },

    async load(guildId) {
      const stored = await redis.get(keys.itemAnalysis(guildId));
      return stored === null ? undefined : analysis.parse(stored);
    },

    async save(guildId, made) {
      await redis.set(keys.itemAnalysis(guildId), JSON.stringify(made));
    },

    async checked(guildId) {
      const stored = await redis.hgetall(keys.confirmedKeys(guildId));
      return new Map(Object.entries(stored).map(([id, rev]) => [id, Number(rev)]));
    },

    async check(guildId, questionId, rev) {
      await redis.hset(keys.confirmedKeys(guildId), questionId, rev);
    },
  };
}

/**
 * The same members every time, whoever they are: the last digits of an id say nothing about anybody. Looked through some
 * at a time, for to sort a hundred thousand of them would hold up everybody else for seconds.
 */
async function someMembers(redis: Redis, guildId: string): Promise<string[]> {
  let first: string[] = [];
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.hscan(keys.streaks(guildId), cursor, "COUNT", MEMBERS_TOGETHER);
    const more = pairs.parse(flat).map(([userId]) => turned(userId));
    first = [...new Set([...first, ...more])].sort().slice(0, MEMBERS);
    if (next === "0") return first.map(turned);
    cursor = next;
  }
}

function turned(id: string): string {
  return [...id].reverse().join("");
}
