import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, pairs } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { decodeAnswer } from "../daily/answer-store.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import { type Calendar, RETENTION } from "./calendar-rules.ts";
import { creditScopes, decodeCredit } from "./credit-store.ts";
import type { Earning, Leaderboard, LeaderboardEntry } from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  writeEntries: z.array(z.string()),
});

const POST_BATCH = 50;
const ENTRY_BATCH = 200;

const count = z.coerce.number().default(0);
const totals = z.object({ answered: count, credited: count, deleted: count, rescored: count });

/**
 * The state of a guild's answers and credits at one moment. Reads after a checkpoint see everything recorded before it.
 * The revision changes if answers are rescored or deleted, or a season ends.
 */
type Checkpoint = { sequence: number; revision: string };

export function createRecomputeStore(redis: Redis) {
  return {
    async checkpoint(guildId: string, { closings }: Pick<Calendar, "closings">): Promise<Checkpoint> {
      const { answered, credited, deleted, rescored } = totals.parse(await redis.hgetall(keys.totals(guildId)));
      return { sequence: answered + credited + deleted, revision: [rescored, deleted, closings.length].join("/") };
    },

    /** All members with an entry on the guild's all-time leaderboard, which excludes hidden members. */
    members: (guildId: string) => redis.zrange(keys.leaderboard(guildId, "all"), "0", "-1"),

    /** Everything these members earned in a guild, in batches. May include earnings recorded during the read. */
    async *earnings(
      guildId: string,
      userIds: readonly string[],
      calendar: Calendar,
    ): AsyncGenerator<readonly Earning[]> {
      for (const scope of creditScopes(calendar)) yield* credited(redis, keys.credits(guildId, scope), userIds);
      const slotIds = await redis.zrange(keys.posts(guildId), "0", "-1");
      while (slotIds.length > 0) {
        const batch = slotIds.splice(0, POST_BATCH);
        const answered = await Promise.all(batch.map((slotId) => answersTo(redis, guildId, slotId, userIds)));
        yield answered.flat();
      }
    },

    /**
     * Replaces entries that were computed after `since`. Removes those of hidden members. Returns the members whose
     * entries must be recomputed again because they have earned more or the revision has changed since then.
     */
    async replaceEntries(
      guildId: string,
      { name, period, mayCreate }: Leaderboard & { mayCreate: boolean },
      entries: readonly LeaderboardEntry[],
      since: Checkpoint,
    ): Promise<string[]> {
      const stale: string[] = [];
      for (let start = 0; start < entries.length; start += ENTRY_BATCH) {
        const batch = entries.slice(start, start + ENTRY_BATCH);
        const left = await scripts.writeEntries(
          redis,
          [keys.leaderboard(guildId, name), keys.totals(guildId), keys.hiddenMembers(guildId), keys.settings(guildId)],
          [
            since.sequence,
            since.revision,
            RETENTION[period],
            mayCreate ? 1 : 0,
            ...batch.flatMap(({ userId, points, sequence }) => [userId, points, sequence]),
          ],
        );
        stale.push(...left);
      }
      return stale;
    },

    async deleteLeaderboards(guildId: string, names: readonly string[]): Promise<void> {
      if (names.length > 0) await redis.unlink(...names.map((name) => keys.leaderboard(guildId, name)));
    },
  };
}

export type RecomputeStore = ReturnType<typeof createRecomputeStore>;

async function answersTo(
  redis: Redis,
  guildId: string,
  slotId: string,
  userIds: readonly string[],
): Promise<Earning[]> {
  const [stored, topic] = await Promise.all([
    redis.hmget(keys.answers(guildId, slotId), ...userIds),
    redis.hget(keys.post(guildId, slotId), "topic"),
  ]);
  return stored.flatMap((text, index): Earning[] => {
    const userId = userIds[index];
    if (text === null || userId === undefined) return [];
    const { base, bonus, withheld, sequence, at, day } = decodeAnswer(userId, text);
    return [{ userId, points: withheld ? 0 : base + bonus, sequence, at, day, topic: topicSchema.parse(topic) }];
  });
}

async function* credited(redis: Redis, key: string, userIds: readonly string[]): AsyncGenerator<Earning[]> {
  const members = new Set(userIds);
  const pattern = userIds.length === 1 ? `${userIds[0]}:*` : "*";
  // HSCAN may return a field twice.
  const seen = new Set<string>();
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.hscan(key, cursor, "MATCH", pattern, "COUNT", 1_000);
    const found = pairs.parse(flat).filter(([field]) => !seen.has(field) && members.has(userOf(field)));
    for (const [field] of found) seen.add(field);
    yield found.map(([field, text]) => decodeCredit(field, text));
    if (next === "0") return;
    cursor = next;
  }
}

function userOf(field: string): string {
  return field.slice(0, field.indexOf(":"));
}
