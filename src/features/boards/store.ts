import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { decodeStreak } from "../daily/answer-store.ts";
import type { BoardStore, RankedStanding } from "./ports.ts";

const UNIT = 2 ** 32;

/** Stands in the place of the rank of a hidden member. */
const HIDDEN = -2;

const places = z.array(z.tuple([z.string(), z.coerce.number(), z.string()]));
const boardPage = defineScript(
  new URL("./board-page.lua", import.meta.url),
  z.tuple([z.int(), z.int(), z.int(), places, places]),
);

export function createBoardStore(redis: Redis): BoardStore {
  return {
    async page(guildId, board, userId, wanted, size) {
      const [members, own, first, page, around] = await boardPage(
        redis,
        [keys.leaderboard(guildId, board), keys.streaks(guildId), keys.hiddenMembers(guildId)],
        [userId, wanted, size],
      );
      return {
        members,
        ...(own === HIDDEN && { hidden: true }),
        ...(own >= 0 && { ownRank: own }),
        first,
        page: rank(page, first),
        around: rank(around, Math.max(own - 1, 0)),
      };
    },

    async points(guildId, board, userIds) {
      if (userIds.length === 0) return new Map();
      const scores = await redis.zmscore(keys.leaderboard(guildId, board), ...userIds);
      return new Map(
        userIds.flatMap((userId, index) => {
          const score = scores[index];
          return score == null ? [] : [[userId, standingIn(Number(score)).points] as const];
        }),
      );
    },

    async played(guildId, boards) {
      const found = await Promise.all(boards.map((board) => redis.exists(keys.leaderboard(guildId, board))));
      return new Set(boards.filter((_, index) => found[index] === 1));
    },
  };
}

function rank(found: z.infer<typeof places>, first: number): RankedStanding[] {
  return found.map(([userId, score, stored], index) => {
    const streak = decodeStreak(stored);
    return { userId, points: standingIn(score).points, rank: first + index, ...(streak && { streak }) };
  });
}

/** Points and sequence in a board's score; see record.lua. */
export function standingIn(score: number): { points: number; sequence: number } {
  const points = Math.floor(score / UNIT);
  return { points, sequence: UNIT - 1 - (score - points * UNIT) };
}
