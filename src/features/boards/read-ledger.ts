import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { pairs } from "../../platform/redis/reply.ts";
import { allKeysUnder } from "../../platform/redis/scan.ts";
import { createAnswerStore, decodeStreak } from "../daily/answer-store.ts";
import { createPostStore } from "../daily/post-store.ts";
import { createHiddenMembers } from "../privacy/hidden-store.ts";
import { createSettingsStore } from "../settings/store.ts";
import { decodeCredit } from "./credit-store.ts";
import type { Ledger } from "./ledger-service.ts";
import type { Credit, Standing } from "./rules.ts";
import { standingIn } from "./store.ts";

/** Reads everything a guild's answers led to; for checks, not for every day. */
export async function readLedger(redis: Redis, guildId: string): Promise<Ledger> {
  const answers = createAnswerStore(redis);
  const [given, credits, calendar, boards, streaks, totals, hidden] = await Promise.all([
    readAnswers(redis, guildId),
    readCredits(redis, guildId),
    createSettingsStore(redis).calendar(guildId),
    readBoards(redis, guildId),
    redis.hgetall(keys.streaks(guildId)),
    answers.totals(guildId),
    createHiddenMembers(redis).of(guildId),
  ]);
  return {
    answers: given,
    credits,
    calendar,
    boards,
    streaks: new Map(
      Object.entries(streaks).flatMap(([userId, text]) => {
        const streak = decodeStreak(text);
        return streak ? [[userId, streak] as const] : [];
      }),
    ),
    totals,
    hidden,
  };
}

async function readAnswers(redis: Redis, guildId: string): Promise<Ledger["answers"]> {
  const posts = createPostStore(redis);
  const answers = createAnswerStore(redis);
  const slotIds = await redis.zrange(keys.posts(guildId), "0", "-1");
  const perPost = await Promise.all(
    slotIds.map(async (slotId) => {
      const [post, given] = await Promise.all([posts.find(guildId, slotId), answers.list(guildId, slotId)]);
      return post ? given.map((answer) => ({ ...answer, topic: post.topic })) : [];
    }),
  );
  return perPost.flat();
}

async function readCredits(redis: Redis, guildId: string): Promise<Credit[]> {
  const seasons = await allKeysUnder(redis, keys.credits(guildId, ""));
  const perSeason = await Promise.all(seasons.map((key) => redis.hgetall(key)));
  return perSeason.flatMap((stored) => Object.entries(stored).map(([field, text]) => decodeCredit(field, text)));
}

async function readBoards(redis: Redis, guildId: string): Promise<Map<string, Standing[]>> {
  const prefix = keys.leaderboard(guildId, "");
  const found = new Map<string, Standing[]>();
  for (const key of await allKeysUnder(redis, prefix)) {
    const standings = pairs.parse(await redis.zrevrange(key, 0, -1, "WITHSCORES"));
    found.set(
      key.slice(prefix.length),
      standings.map(([userId, score]) => ({ userId, ...standingIn(Number(score)) })),
    );
  }
  return found;
}
