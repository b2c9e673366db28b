import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PERIODS } from "../../../src/features/boards/calendar-rules.ts";
import { boardPageButton } from "../../../src/features/boards/ids.ts";
import type { LeaderboardPage, LeaderboardRow } from "../../../src/features/boards/service.ts";
import { renderHallOfFame, renderLeaderboard } from "../../../src/features/boards/view.ts";
import { customIdsOf, textOf } from "../../support/messages.ts";

const row = (rank: number, over: Partial<LeaderboardRow> = {}): LeaderboardRow => ({
  rank,
  userId: String(rank),
  points: 100 - rank,
  streak: 0,
  ...over,
});

const page = (over: Partial<LeaderboardPage> = {}): LeaderboardPage => ({
  period: "week",
  page: 1,
  pages: 1,
  members: 3,
  rows: [row(1), row(2), row(3)],
  around: [],
  rank: 2,
  endsAt: 1_795_000_000_000,
  ...over,
});

const shown = (over: Partial<LeaderboardPage> = {}, userId = "2") => textOf(renderLeaderboard(page(over), userId));
const linesOf = (over: Partial<LeaderboardPage> = {}, userId = "2") => shown(over, userId).split("\n");

describe("a leaderboard", () => {
  it("lists ranks, members, points and streaks", () => {
    const rows = [row(1, { streak: 9 }), row(2, { streak: 1 }), row(3, { points: 1 })];
    expect(linesOf({ rows }).slice(0, 6)).toEqual([
      "### This week",
      "`  1` <@1> · 99 points · 9-day streak",
      "`  2` **you** · 98 points",
      "`  3` <@3> · 1 point",
      "You're 1 point behind 1st.",
      "-# 3 members · ends <t:1795000000:R>",
    ]);
  });

  it("names its topic", () => {
    expect(linesOf({ topic: "sql" })[0]).toBe("### This week · SQL");
  });

  it.each<[string, Partial<LeaderboardPage>, string]>([
    ["behind", { rows: [row(1, { points: 112 }), row(2)] }, "You're 14 points behind 1st."],
    ["tied", { rows: [row(1, { points: 98 }), row(2)] }, "You're tied with 1st place, but they got there first."],
  ])("says that the member is %s", (_, over, sentence) => {
    expect(linesOf(over)).toContain(sentence);
  });

  it("says that the member isn't on it or is hidden", () => {
    const { rank: _, ...unranked } = page();
    expect(textOf(renderLeaderboard(unranked, "9"))).toContain(
      "You're not on this leaderboard yet. Answer a question to get on it.",
    );
    expect(textOf(renderLeaderboard({ ...unranked, hidden: true }, "9"))).toContain(
      "You're hidden from this server's leaderboards. To show up again, run `/privacy hide` and tap **Show me again**.",
    );
  });

  it("shows no distance to the next rank for the first member", () => {
    expect(linesOf({ rank: 1 }, "1")[4]).toBe("-# 3 members · ends <t:1795000000:R>");
  });

  it("shows no distance to a rank that is already listed", () => {
    expect(shown({ rows: [row(11), row(12)], rank: 11 }, "11")).not.toContain("behind");
  });

  it("shows the member's own row and neighbors below the others", () => {
    const around = [row(14), row(15), row(16)];
    expect(linesOf({ around, rank: 15, members: 40, pages: 4, page: 2 }, "15").slice(4, 9)).toEqual([
      "` 14` <@14> · 86 points",
      "` 15` **you** · 85 points",
      "` 16` <@16> · 84 points",
      "You're 1 point behind 14th.",
      "-# 40 members · page 2 of 4 · ends <t:1795000000:R>",
    ]);
  });

  it.each([
    ["today", "No one has answered today yet."],
    ["week", "No one has answered this week yet."],
    ["month", "No one has answered this month yet."],
    ["season", "No one has answered this season yet."],
    ["all", "No one has answered yet."],
  ] as const)("explains that it is empty: %s", (period, sentence) => {
    const empty = { period, members: 0, rows: [] };
    expect(linesOf({ ...empty, nextQuestionAt: 1_795_000_000_000 })[1]).toBe(
      `${sentence} Next question <t:1795000000:R>.`,
    );
    expect(linesOf(empty)[1]).toBe(`${sentence} No question is scheduled.`);
  });

  it("says that the member is hidden if it is empty", () => {
    expect(shown({ members: 0, rows: [], hidden: true })).toContain("You're hidden");
    expect(shown({ members: 0, rows: [] })).not.toContain("You're hidden");
  });
});

describe("the buttons of a leaderboard", () => {
  const pageId = (to: number | "own") => boardPageButton.encode("week", "any", to, "turn");
  /** The labels of the disabled buttons. */
  const disabledIn = (board: LeaderboardPage) =>
    [...JSON.stringify(renderLeaderboard(board, "2")).matchAll(/\{[^{}]*"disabled":true[^{}]*\}/g)].map(
      ([button]) => z.object({ label: z.string() }).parse(JSON.parse(button)).label,
    );

  it("open the other periods of the topic", () => {
    const ids = customIdsOf(renderLeaderboard(page({ topic: "sql" }), "2"));
    for (const period of PERIODS) expect(ids).toContain(boardPageButton.encode(period, "sql", 1, "period"));
  });

  it("turn pages if there are several", () => {
    expect(customIdsOf(renderLeaderboard(page(), "2"))).not.toContain(pageId("own"));
    const ids = customIdsOf(renderLeaderboard(page({ pages: 3, page: 2 }), "2"));
    expect(ids).toEqual(expect.arrayContaining([pageId(1), pageId(3), pageId("own")]));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    [1, ["‹ Back"]],
    [2, []],
    [3, ["Next ›"]],
  ])("are disabled at the ends: page %i of 3", (number, disabled) => {
    expect(disabledIn(page({ pages: 3, page: number }))).toEqual(disabled);
  });

  it("don't include an own page for members without a rank", () => {
    const { rank: _, ...unranked } = page({ pages: 3, page: 2 });
    expect(disabledIn(unranked)).toEqual(["Me"]);
  });

  it("include the hall of fame only for a season's leaderboard", () => {
    expect(customIdsOf(renderLeaderboard(page({ period: "season" }), "2"))).toContain("boards.hall-of-fame");
    expect(customIdsOf(renderLeaderboard(page(), "2"))).not.toContain("boards.hall-of-fame");
  });
});

describe("the hall of fame", () => {
  const closedAt = 1_795_000_000_000;
  const winners = [
    { userId: "302", points: 30 },
    { userId: "301", points: 1 },
  ];

  it("lists the winners of each season, latest first", () => {
    const seasons = [
      { season: 2, closedAt, winners, members: 12 },
      { season: 1, closedAt, winners: [], members: 1 },
    ];
    expect(textOf(renderHallOfFame(seasons)).split("\n")).toEqual([
      "### Hall of fame",
      "**Season 2** · ended <t:1795000000:R> · 12 members",
      "1. <@302> · 30 points",
      "2. <@301> · 1 point",
      "**Season 1** · ended <t:1795000000:R> · 1 member",
      "No one scored.",
    ]);
  });

  it("says that no season has ended yet", () => {
    expect(textOf(renderHallOfFame([]))).toBe(
      "### Hall of fame\nNo season has ended yet. Its winners will appear here.",
    );
  });

  it("fits into a message after many seasons", () => {
    const longest = {
      closedAt,
      winners: Array(3).fill({ userId: "9".repeat(19), points: 9_999_999 }),
      members: 999_999,
    };
    const card = renderHallOfFame(Array.from({ length: 12 }, (_, index) => ({ season: 1_000 - index, ...longest })));
    expect(textOf(card).length).toBeLessThanOrEqual(4_000);
    expect(JSON.stringify(card.components).match(/"type":/g)?.length).toBeLessThanOrEqual(40);
  });
});
