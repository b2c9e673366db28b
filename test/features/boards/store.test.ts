import { beforeEach, describe, expect, it } from "vitest";
import { createLeaderboardStore, decodeScore } from "../../../src/features/boards/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
let redis: Redis;
let store: ReturnType<typeof createLeaderboardStore>;

beforeEach(async () => {
  redis = await testRedis();
  store = createLeaderboardStore(redis);
});

/** Member 1 has the most points, 100 - 1. */
async function fill(members: number, board = "all"): Promise<void> {
  const entries = Array.from({ length: members }, (_, index) => [(99 - index) * 2 ** 32, `user-${index + 1}`]);
  await redis.zadd(keys.leaderboard(guildId, board), ...entries.flat());
}

describe("the leaderboard page", () => {
  it("has the entries, the member's own rank and the entries around it", async () => {
    await fill(35);
    const slice = await store.page(guildId, "all", "user-24", 1, 10);
    expect(slice).toMatchObject({ members: 35, ownRank: 24, first: 1 });
    expect(slice.page.map(({ userId, rank }) => `${rank} ${userId}`)).toEqual(
      Array.from({ length: 10 }, (_, index) => `${index + 1} user-${index + 1}`),
    );
    expect(slice.around).toEqual([
      { userId: "user-23", rank: 23, points: 77 },
      { userId: "user-24", rank: 24, points: 76 },
      { userId: "user-25", rank: 25, points: 75 },
    ]);
  });

  it.each<[number | "own", number]>([
    ["own", 21],
    [10, 1],
    [11, 11],
    [900, 31],
  ])("for the requested rank %s begins with rank %i", async (rank, first) => {
    await fill(35);
    const slice = await store.page(guildId, "all", "user-24", rank, 10);
    expect(slice.first).toBe(first);
    expect(slice.page[0]).toMatchObject({ rank: first, userId: `user-${first}` });
  });

  it("has one neighbor for the first and the last member", async () => {
    await fill(3);
    const ranksAround = async (userId: string) =>
      (await store.page(guildId, "all", userId, 1, 10)).around.map(({ rank }) => rank);
    expect(await ranksAround("user-1")).toEqual([1, 2]);
    expect(await ranksAround("user-3")).toEqual([2, 3]);
  });

  it("starts with rank 1 for a member who isn't on the leaderboard", async () => {
    await fill(35);
    const slice = await store.page(guildId, "all", "other", "own", 10);
    expect(slice).toMatchObject({ first: 1, around: [] });
    expect(slice).not.toHaveProperty("ownRank");
  });

  it("has the streaks of members who have one", async () => {
    await fill(2);
    const streak = { length: 3, lastDay: "2026-11-22", freezes: 1 };
    await redis.hset(keys.streaks(guildId), "user-1", JSON.stringify(streak));
    const { page } = await store.page(guildId, "all", "user-1", 1, 10);
    expect(page).toEqual([
      { userId: "user-1", rank: 1, points: 99, streak },
      { userId: "user-2", rank: 2, points: 98 },
    ]);
  });

  it("is empty if no one has answered", async () => {
    expect(await store.page(guildId, "all", "7", 1, 10)).toEqual({ members: 0, first: 1, page: [], around: [] });
  });

  it("says that the member is hidden", async () => {
    await fill(3);
    await redis.sadd(keys.hiddenMembers(guildId), "7");
    const slice = await store.page(guildId, "all", "7", "own", 10);
    expect(slice).toMatchObject({ hidden: true, members: 3, around: [] });
    expect(slice).not.toHaveProperty("ownRank");
  });

  it("leaves out a newly hidden member who still has an entry", async () => {
    await fill(3);
    await redis.sadd(keys.hiddenMembers(guildId), "user-2");
    const { page, around } = await store.page(guildId, "all", "user-3", 1, 10);
    expect([page, around].map((rows) => rows.map(({ userId }) => userId))).toEqual([["user-1", "user-3"], ["user-3"]]);
  });
});

describe("loading points", () => {
  it("returns the points of members on the leaderboard", async () => {
    await fill(3);
    expect(await store.points(guildId, "all", ["user-3", "other", "user-1"])).toEqual(
      new Map([
        ["user-3", 97],
        ["user-1", 99],
      ]),
    );
    expect(await store.points(guildId, "all", [])).toEqual(new Map());
  });
});

describe("nonEmpty", () => {
  it("returns the leaderboards that have entries", async () => {
    await fill(1, "2026-11-22");
    expect(await store.nonEmpty(guildId, ["2026-11-21", "2026-11-22"])).toEqual(new Set(["2026-11-22"]));
    expect(await store.nonEmpty(guildId, [])).toEqual(new Set());
  });
});

describe("closing a season", () => {
  it("ends each season once, with everything recorded before", async () => {
    const settings = createSettingsStore(redis);
    const [first, second] = [Date.parse("2026-11-30T00:00:00Z"), Date.parse("2027-01-01T00:00:00Z")];
    expect(await store.closeSeason(guildId, 1, first)).toBe(first);
    await redis.hset(keys.totals(guildId), { answered: 5, correct: 100, credited: 3, deleted: 1 });
    expect(await store.closeSeason(guildId, 1, second)).toBe(first);
    expect(await store.closeSeason(guildId, 2, second)).toBe(second);
    expect((await settings.calendar(guildId)).closings).toEqual([
      { at: first, sequence: 0 },
      { at: second, sequence: 9 },
    ]);
  });
});

describe("decodeScore", () => {
  it.each([
    [0, 1],
    [0, 2 ** 32 - 1],
    [1, 0],
    [31, 7],
    [2_000_000, 4_000_000_000],
  ])("reads %i points reached at sequence %i", (points, sequence) => {
    expect(decodeScore(points * 2 ** 32 + 2 ** 32 - 1 - sequence)).toEqual({ points, sequence });
  });
});
