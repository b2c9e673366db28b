import { describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createLeaderboardService } from "../../../src/features/boards/service.ts";
import type { LeaderboardSlice, RankedEntry } from "../../../src/features/boards/store.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const entry = (rank: number, over: Partial<RankedEntry> = {}): RankedEntry => ({
  userId: `user-${rank}`,
  rank,
  points: 100 - rank,
  ...over,
});
const ranks = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => entry(from + index));

function create(slice: Partial<LeaderboardSlice>) {
  const asked: unknown[] = [];
  const service = createLeaderboardService({
    boards: {
      async page(...args) {
        asked.push(args);
        return { members: 0, first: 1, page: [], around: [], ...slice };
      },
    },
    settings: { calendar: async () => ({ ...DEFAULT_CALENDAR, closings: [{ at: 1, sequence: 1 }] }) },
    upcoming: { nextIn: async () => NOW + 1 },
    clock: () => NOW,
  });
  return { asked, page: service.page };
}

const query = { guildId: "1", userId: "user-5", period: "week", page: 1 } as const;

describe("the leaderboard page", () => {
  it.each([
    [{}, ["1", "W2026-11-16", "user-5", 1, 10]],
    [{ page: 3 }, ["1", "W2026-11-16", "user-5", 21, 10]],
    [{ page: "own" }, ["1", "W2026-11-16", "user-5", "own", 10]],
    [{ period: "season", topic: "sql" }, ["1", "S2:sql", "user-5", 1, 10]],
  ] as const)("is read for the query %o", async (over, expected) => {
    const { asked, page } = create({});
    await page({ ...query, ...over });
    expect(asked).toEqual([expected]);
  });

  it.each([
    [1, 1, 1, 1],
    [10, 1, 1, 1],
    [11, 11, 2, 2],
    [35, 21, 3, 4],
  ])("with a total of %i and the first rank %i is page %i of %i", async (members, first, number, pages) => {
    const shown = await create({ members, first, page: [entry(first)] }).page(query);
    expect(shown).toMatchObject({ members, page: number, pages });
  });

  it("shows when the next question is due if no one has answered", async () => {
    expect(await create({}).page(query)).toEqual({
      period: "week",
      page: 1,
      pages: 1,
      members: 0,
      rows: [],
      around: [],
      endsAt: Date.parse("2026-11-23T00:00:00Z"),
      nextQuestionAt: NOW + 1,
    });
    expect(await create({ members: 1, page: [entry(1)] }).page(query)).not.toHaveProperty("nextQuestionAt");
  });

  it("has no end date for all time, and names its topic", async () => {
    const shown = await create({}).page({ ...query, period: "all", topic: "sql" });
    expect(shown).toMatchObject({ period: "all", topic: "sql" });
    expect(shown).not.toHaveProperty("endsAt");
  });

  it("shows only current streaks", async () => {
    const streak = (lastDay: string) => ({ streak: { length: 4, lastDay, freezes: 0 } });
    const page = [entry(1, streak("2026-11-21")), entry(2, streak("2026-11-01")), entry(3)];
    const { rows } = await create({ members: 3, page }).page(query);
    expect(rows).toEqual([
      { userId: "user-1", rank: 1, points: 99, streak: 4 },
      { userId: "user-2", rank: 2, points: 98, streak: 0 },
      { userId: "user-3", rank: 3, points: 97, streak: 0 },
    ]);
  });

  it.each([
    ["all on the page", ranks(4, 6), []],
    ["across the end of the page", [entry(9), entry(10, { userId: "user-5" }), entry(11)], ["user-5", "user-11"]],
    ["on another page", [entry(14), entry(15, { userId: "user-5" }), entry(16)], ["user-14", "user-5", "user-16"]],
  ])("adds the parts of the member's row and neighbors that the page lacks: %s", async (_, around, expected) => {
    const page = ranks(1, 10).map((one) =>
      around[1]?.rank === 10 && one.rank === 10 ? { ...one, userId: "user-5" } : one,
    );
    const shown = await create({ members: 40, page, around, ownRank: around[1]?.rank ?? 0 }).page(query);
    expect(shown.around.map(({ userId }) => userId)).toEqual(expected);
    expect(shown.rank).toBe(around[1]?.rank);
  });

  it("shows that the member is hidden", async () => {
    const shown = await create({ members: 1, page: [entry(1)], hidden: true }).page(query);
    expect(shown.hidden).toBe(true);
    expect(shown).not.toHaveProperty("rank");
  });
});
