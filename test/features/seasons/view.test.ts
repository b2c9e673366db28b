import { expect, it } from "vitest";
import { renderHallOfFame } from "../../../src/features/seasons/view.ts";
import { textOf } from "../../support/messages.ts";

const closedAt = 1_795_000_000_000;
const winners = [
  { userId: "302", points: 30 },
  { userId: "301", points: 1 },
];

it("the hall of fame lists the winners of each season, latest first", () => {
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

it("the hall of fame says that no season has ended yet", () => {
  expect(textOf(renderHallOfFame([]))).toBe("### Hall of fame\nNo season has ended yet. Its winners will appear here.");
});

it("the hall of fame fits into a message after many seasons", () => {
  const longest = { closedAt, winners: Array(3).fill({ userId: "9".repeat(19), points: 9_999_999 }), members: 999_999 };
  const card = renderHallOfFame(Array.from({ length: 12 }, (_, index) => ({ season: 1_000 - index, ...longest })));
  expect(textOf(card).length).toBeLessThanOrEqual(4_000);
  expect(JSON.stringify(card.components).match(/"type":/g)?.length).toBeLessThanOrEqual(40);
});
