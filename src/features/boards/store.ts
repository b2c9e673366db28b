import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { Instant } from "../../platform/time.ts";
import { decodeStreak } from "../daily/answer-store.ts";
import type { Streak } from "../daily/rules.ts";
import type { LeaderboardEntry } from "./rules.ts";

/** Must match score.lua. */
const SCORE_UNIT = 2 ** 32;

/** The rank the script returns for a hidden member. */
const HIDDEN = -2;

const entries = z.array(z.tuple([z.string(), z.coerce.number(), z.string()]));
const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  readPage: z.tuple([z.int(), z.int(), z.int(), entries, entries]),
  closeSeason: z.int(),
});

/** `rank` is 1-based. */
export type RankedEntry = Omit<LeaderboardEntry, "sequence"> & { rank: number; streak?: Streak };

export type LeaderboardSlice = {
  members: number;
  /** The member has chosen to be hidden. */
  hidden?: true;
  /** Absent if the member isn't on the leaderboard. */
  ownRank?: number;
  /** Rank of the first entry of the page. */
  first: number;
  page: RankedEntry[];
  /** The member's own entry and its neighbors. */
  around: RankedEntry[];
};

export function createLeaderboardStore(redis: Redis) {
  return {
    /**
     * Reads the page that contains a rank, or the member's own rank, in one round trip. For a rank past the end,
     * returns the last page.
     */
    async page(
      guildId: string,
      board: string,
      userId: string,
      rank: number | "own",
      size: number,
    ): Promise<LeaderboardSlice> {
      const [members, own, first, page, around] = await scripts.readPage(
        redis,
        [keys.leaderboard(guildId, board), keys.streaks(guildId), keys.hiddenMembers(guildId)],
        [userId, rank === "own" ? rank : rank - 1, size],
      );
      return {
        members,
        ...(own === HIDDEN && { hidden: true }),
        ...(own >= 0 && { ownRank: own + 1 }),
        first: first + 1,
        page: withRanks(page, first + 1),
        around: withRanks(around, Math.max(own, 1)),
      };
    },

    /** The points of the given members who are on the leaderboard. */
    async points(guildId: string, board: string, userIds: readonly string[]): Promise<Map<string, number>> {
      if (userIds.length === 0) return new Map();
      const scores = await redis.zmscore(keys.leaderboard(guildId, board), ...userIds);
      return new Map(
        userIds.flatMap((userId, index) => {
          const score = scores[index];
          return score == null ? [] : [[userId, decodeScore(Number(score)).points] as const];
        }),
      );
    },

    /** Ends a season: anything recorded later counts toward the next one. Returns when it ended, now or earlier. */
    closeSeason: (guildId: string, season: number, at: Instant): Promise<Instant> =>
      scripts.closeSeason(redis, [keys.settings(guildId), keys.totals(guildId)], [season, at]),

    /** Returns the given leaderboards that have entries. */
    async nonEmpty(guildId: string, boards: readonly string[]): Promise<ReadonlySet<string>> {
      const found = await Promise.all(boards.map((board) => redis.exists(keys.leaderboard(guildId, board))));
      return new Set(boards.filter((_, index) => found[index] === 1));
    },
  };
}

export type LeaderboardStore = ReturnType<typeof createLeaderboardStore>;

function withRanks(found: z.infer<typeof entries>, first: number): RankedEntry[] {
  return found.map(([userId, score, stored], index) => {
    const streak = decodeStreak(stored);
    return { userId, points: decodeScore(score).points, rank: first + index, ...(streak && { streak }) };
  });
}

export function decodeScore(score: number): { points: number; sequence: number } {
  const points = Math.floor(score / SCORE_UNIT);
  return { points, sequence: SCORE_UNIT - 1 - (score - points * SCORE_UNIT) };
}

/** Stores which members are hidden from their guild's leaderboards and lists of first correct answers. */
export function createHiddenMemberStore(redis: Redis) {
  return {
    of: async (guildId: string): Promise<ReadonlySet<string>> =>
      new Set(await redis.smembers(keys.hiddenMembers(guildId))),

    async add(guildId: string, userId: string): Promise<void> {
      await redis.sadd(keys.hiddenMembers(guildId), userId);
    },

    async remove(guildId: string, userId: string): Promise<void> {
      await redis.srem(keys.hiddenMembers(guildId), userId);
    },
  };
}

export type HiddenMemberStore = ReturnType<typeof createHiddenMemberStore>;
