import { z } from "zod";
import { ownerOf } from "../../platform/jobs/define-job.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { IMPERSONAL_KINDS, type KeyOwner, parseKey } from "../../platform/redis/key-owner.ts";
import { keys } from "../../platform/redis/keys.ts";
import { pairs } from "../../platform/redis/reply.ts";
import { keysUnder } from "../../platform/redis/scan.ts";
import { readPersonalRecord } from "./export-store.ts";
import { creditsIn, findIn, nameHolds } from "./find-person.ts";
import { TOLD_OF_LEARNER } from "./learner-store.ts";
import { NOBODY } from "./person-rules.ts";
import type { PersonalData } from "./ports.ts";

const forgetAnswer = defineScript(new URL("./forget-answer.lua", import.meta.url), z.int());
const forgetCredits = defineScript(new URL("./forget-credits.lua", import.meta.url), z.int());

const CREDITS_TOGETHER = 500;

/**
 * A person's data wherever it stands. Every key there is gets looked at, so that nothing depends on an index that a crash
 * could have left behind: slow, but in small steps, and complete whatever features come.
 */
export function createPersonalData(redis: Redis): PersonalData {
  return {
    read: (userId) => readPersonalRecord(redis, userId),

    async forget(userId, deletion) {
      let found = 0;
      for await (const some of keysUnder(redis, "")) {
        const each = await Promise.all(some.map((key) => forgetIn(redis, parseKey(key), userId, deletion)));
        found += each.reduce((sum, count) => sum + count, 0);
      }
      return found;
    },
  };
}

/** Takes a person out of one key; how often they were found there. */
async function forgetIn(redis: Redis, place: KeyOwner, userId: string, deletion: string): Promise<number> {
  const { key } = place;
  if (nameHolds(key, userId)) return redis.unlink(key);
  if (place.owner === "learner" && TOLD_OF_LEARNER.has(place.kind)) return 0;
  if (place.owner === "agenda") return forgetInAgenda(redis, key, userId, deletion);
  if (place.owner !== "guild") return (await findIn(redis, key, userId, NOBODY)).length;
  if (IMPERSONAL_KINDS.has(place.kind)) return 0;

  switch (place.kind) {
    case "answers":
      return forgetAnswer(redis, [key, keys.totals(place.guildId)], [userId]);
    case "credits":
      return forgetCreditsIn(redis, key, place.guildId, userId);
    case "streaks":
    case "credited-on":
      return redis.hdel(key, userId);
    case "leaderboard":
      return redis.zrem(key, userId);
    default:
      return (await findIn(redis, key, userId, NOBODY)).length;
  }
}

async function forgetCreditsIn(redis: Redis, key: string, guildId: string, userId: string): Promise<number> {
  const fields = (await creditsIn(redis, key, userId)).map(({ name }) => name);
  let taken = 0;
  while (fields.length > 0) {
    taken += await forgetCredits(redis, [key, keys.totals(guildId)], fields.splice(0, CREDITS_TOGETHER));
  }
  return taken;
}

/** All that is due to this person but the deletion itself; what they asked for on behalf of a guild stays due to it. */
async function forgetInAgenda(redis: Redis, key: string, userId: string, deletion: string): Promise<number> {
  const found = new Map<string, string>();
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.zscan(key, cursor, "MATCH", `*:${userId}*`, "COUNT", 1_000);
    for (const [text, at] of pairs.parse(flat)) if (nameHolds(text, userId) && text !== deletion) found.set(text, at);
    if (next === "0") break;
    cursor = next;
  }
  for (const [text, at] of found) {
    const multi = redis.multi().zrem(key, text);
    if (ownerOf(text) !== userId) multi.zadd(key, at, text.split(userId).join(NOBODY));
    await multi.exec();
  }
  return found.size;
}
