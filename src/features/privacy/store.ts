import { z } from "zod";
import { ownerOf } from "../../platform/jobs/define-job.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { keysUnder } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import { KEY_PREFIX, type KeyOwner, KINDS_WITHOUT_MEMBER_DATA, keys, parseKey } from "../../platform/redis/keys.ts";
import { pairs } from "../../platform/redis/reply.ts";
import { EXPORTED_LEARNER_KINDS, readLearnerData } from "./export-store.ts";
import { DELETED_USER_ID, type LearnerData } from "./rules.ts";
import { containsId, findCredits, searchKey } from "./search-store.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  deleteAnswer: z.int(),
  deleteCredits: z.int(),
});

const CREDITS_PER_CALL = 500;

/**
 * All data about one learner. Reads every key instead of an index, which a crash could leave incomplete. That is slow,
 * but each step is small and data of new features is found too.
 */
export function createLearnerDataStore(redis: Redis) {
  return {
    read: (userId: string): Promise<LearnerData> => readLearnerData(redis, userId),

    /** Deletes a learner's data and returns the number of matches. `agendaEntry`, the deletion's own, is kept. */
    async delete(userId: string, agendaEntry: string): Promise<number> {
      let found = 0;
      for await (const batch of keysUnder(redis, KEY_PREFIX)) {
        const counts = await Promise.all(batch.map((key) => deleteFromKey(redis, parseKey(key), userId, agendaEntry)));
        found += counts.reduce((sum, count) => sum + count, 0);
      }
      return found;
    },
  };
}

export type LearnerDataStore = ReturnType<typeof createLearnerDataStore>;

async function deleteFromKey(redis: Redis, owned: KeyOwner, userId: string, agendaEntry: string): Promise<number> {
  const { key } = owned;
  if (containsId(key, userId)) return redis.unlink(key);
  if (owned.owner === "learner" && EXPORTED_LEARNER_KINDS.has(owned.kind)) return 0;
  if (owned.owner === "agenda") return deleteFromAgenda(redis, key, userId, agendaEntry);
  if (owned.owner !== "guild") return (await searchKey(redis, key, userId, DELETED_USER_ID)).length;
  if (KINDS_WITHOUT_MEMBER_DATA.has(owned.kind)) return 0;

  switch (owned.kind) {
    case "answers":
      return deleteAnswer(redis, owned.guildId, owned.rest, userId);
    case "credits":
      return deleteMemberCredits(redis, key, owned.guildId, userId);
    case "streaks":
    case "credited-on":
      return redis.hdel(key, userId);
    case "leaderboard":
      return redis.zrem(key, userId);
    default:
      return (await searchKey(redis, key, userId, DELETED_USER_ID)).length;
  }
}

function deleteAnswer(redis: Redis, guildId: string, slotId: string, userId: string): Promise<number> {
  const { answers, totals, post, deletedAnswers } = keys;
  const written = [answers(guildId, slotId), totals(guildId), post(guildId, slotId), deletedAnswers(guildId, slotId)];
  return scripts.deleteAnswer(redis, written, [userId]);
}

async function deleteMemberCredits(redis: Redis, key: string, guildId: string, userId: string): Promise<number> {
  const fields = (await findCredits(redis, key, userId)).map(({ field }) => field);
  let deleted = 0;
  while (fields.length > 0) {
    deleted += await scripts.deleteCredits(redis, [key, keys.totals(guildId)], fields.splice(0, CREDITS_PER_CALL));
  }
  return deleted;
}

/** Removes the learner's own agenda entries. A guild's entries that name the learner stay due, without the id. */
async function deleteFromAgenda(redis: Redis, key: string, userId: string, agendaEntry: string): Promise<number> {
  const found = new Map<string, string>();
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.zscan(key, cursor, "MATCH", `*:${userId}*`, "COUNT", 1_000);
    for (const [entry, dueAt] of pairs.parse(flat)) {
      if (containsId(entry, userId) && entry !== agendaEntry) found.set(entry, dueAt);
    }
    if (next === "0") break;
    cursor = next;
  }
  for (const [entry, dueAt] of found) {
    const multi = redis.multi().zrem(key, entry);
    if (ownerOf(entry) !== userId) multi.zadd(key, dueAt, entry.split(userId).join(DELETED_USER_ID));
    await multi.exec();
  }
  return found.size;
}
