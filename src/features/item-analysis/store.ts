import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { json, pairs } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { decodeAnswer } from "../daily/answer-store.ts";
import type { Analysis, FirstAttempt } from "./rules.ts";

/** Covers more than a year of daily questions. */
const MAX_POSTS = 400;
/** More members wouldn't change the results noticeably. */
const MAX_MEMBERS = 500;
const SCAN_COUNT = 1_000;

const storedAnalysis = json(
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

export function createItemAnalysisStore(redis: Redis) {
  return {
    /** Members' first answers to the guild's revealed questions. In large guilds, reads only a sample of members. */
    async attempts(guildId: string): Promise<FirstAttempt[]> {
      const slotIds = await redis.zrange(keys.posts(guildId), String(-MAX_POSTS), "-1");
      const userIds = await sampleMembers(redis, guildId);
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
          const { correct, response } = decodeAnswer(userId, text);
          first.set(`${userId} ${questionId}`, { userId, questionId, correct, response });
        }
      }
      return [...first.values()];
    },

    async load(guildId: string): Promise<Analysis | undefined> {
      const stored = await redis.get(keys.itemAnalysis(guildId));
      return stored === null ? undefined : storedAnalysis.parse(stored);
    },

    async save(guildId: string, analysis: Analysis): Promise<void> {
      await redis.set(keys.itemAnalysis(guildId), JSON.stringify(analysis));
    },

    /** The confirmed revision of each question whose answer key a moderator confirmed. */
    async confirmedRevisions(guildId: string): Promise<ReadonlyMap<string, number>> {
      const stored = await redis.hgetall(keys.confirmedKeys(guildId));
      return new Map(Object.entries(stored).map(([id, rev]) => [id, Number(rev)]));
    },

    async confirmKey(guildId: string, questionId: string, rev: number): Promise<void> {
      await redis.hset(keys.confirmedKeys(guildId), questionId, rev);
    },
  };
}

export type ItemAnalysisStore = ReturnType<typeof createItemAnalysisStore>;

/**
 * Returns the same sample every time: the first members by reversed id. The last digits of ids are random. Reads in
 * batches because sorting 100,000 members at once would block the event loop.
 */
async function sampleMembers(redis: Redis, guildId: string): Promise<string[]> {
  let first: string[] = [];
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.hscan(keys.streaks(guildId), cursor, "COUNT", SCAN_COUNT);
    const more = pairs.parse(flat).map(([userId]) => reversed(userId));
    first = [...new Set([...first, ...more])].sort().slice(0, MAX_MEMBERS);
    if (next === "0") return first.map(reversed);
    cursor = next;
  }
}

function reversed(id: string): string {
  return [...id].reverse().join("");
}
