import { z } from "zod";
import { allKeysWithPrefix, type Redis } from "../../platform/redis/client.ts";
import { pairs } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { createAnswerStore, decodeStreak, encodeStreak } from "../daily/answer-store.ts";
import { createPostStore } from "../daily/post-store.ts";
import type { Streak } from "../daily/rules.ts";
import { createSettingsStore } from "../settings/store.ts";
import { decodeCredit } from "./credit-store.ts";
import type { Ledger, Totals } from "./ledger-rules.ts";
import type { Credit, LeaderboardEntry } from "./rules.ts";
import { createHiddenMemberStore, decodeScore } from "./store.ts";

const count = z.coerce.number().default(0);
const storedTotals = z.object({ answered: count, correct: count, credited: count, deleted: count });

/**
 * Reads and repairs data derived from a guild's answers. Loads everything about a guild at once, so it's for operators
 * and tests only.
 */
export function createLedgerStore(redis: Redis) {
  const [answers, posts] = [createAnswerStore(redis), createPostStore(redis)];
  const [settings, hidden] = [createSettingsStore(redis), createHiddenMemberStore(redis)];

  async function readAnswers(guildId: string): Promise<Ledger["answers"]> {
    const slotIds = await redis.zrange(keys.posts(guildId), "0", "-1");
    const perPost = await Promise.all(
      slotIds.map(async (slotId) => {
        const [post, given] = await Promise.all([posts.find(guildId, slotId), answers.list(guildId, slotId)]);
        return post ? given.map((answer) => ({ ...answer, topic: post.topic })) : [];
      }),
    );
    return perPost.flat();
  }

  async function readCredits(guildId: string): Promise<Credit[]> {
    const scopes = await allKeysWithPrefix(redis, keys.credits(guildId, ""));
    const perScope = await Promise.all(scopes.map((key) => redis.hgetall(key)));
    return perScope.flatMap((stored) => Object.entries(stored).map(([field, text]) => decodeCredit(field, text)));
  }

  async function readLeaderboards(guildId: string): Promise<Map<string, LeaderboardEntry[]>> {
    const prefix = keys.leaderboard(guildId, "");
    const boardKeys = await allKeysWithPrefix(redis, prefix);
    const boards = await Promise.all(
      boardKeys.map(async (key) => {
        const entries = pairs.parse(await redis.zrevrange(key, 0, -1, "WITHSCORES"));
        const decoded = entries.map(([userId, score]) => ({ userId, ...decodeScore(Number(score)) }));
        return [key.slice(prefix.length), decoded] as const;
      }),
    );
    return new Map(boards);
  }

  async function readStreaks(guildId: string): Promise<Map<string, Streak>> {
    const stored = await redis.hgetall(keys.streaks(guildId));
    return new Map(
      Object.entries(stored).flatMap(([userId, text]) => {
        const streak = decodeStreak(text);
        return streak ? [[userId, streak] as const] : [];
      }),
    );
  }

  return {
    async read(guildId: string): Promise<Ledger> {
      const [given, credits, calendar, boards, streaks, totals, hiddenMembers] = await Promise.all([
        readAnswers(guildId),
        readCredits(guildId),
        settings.calendar(guildId),
        readLeaderboards(guildId),
        readStreaks(guildId),
        redis.hgetall(keys.totals(guildId)),
        hidden.of(guildId),
      ]);
      const parsed = storedTotals.parse(totals);
      return { answers: given, credits, calendar, boards, streaks, totals: parsed, hidden: hiddenMembers };
    },

    /** Replaces totals and streaks, and deletes all leaderboards. */
    async reset(guildId: string, { totals, streaks }: { totals: Totals; streaks: Ledger["streaks"] }): Promise<void> {
      await redis.hset(keys.totals(guildId), totals);
      await redis.del(keys.streaks(guildId));
      const fields = [...streaks].flatMap(([userId, streak]) => [userId, encodeStreak(streak)]);
      if (fields.length > 0) await redis.hset(keys.streaks(guildId), ...fields);
      for (const key of await allKeysWithPrefix(redis, keys.leaderboard(guildId, ""))) await redis.unlink(key);
    },
  };
}
