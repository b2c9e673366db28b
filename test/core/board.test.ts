import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/core/answer.ts";
import { boardsOf, foldAnswers } from "../../src/core/board.ts";

let sequence = 0;
function answer(userId: string, points: number, day = "2026-11-22"): Answer & { topic: "http" } {
  sequence += 1;
  return { userId, sequence, response: ["x"], right: points > 0, base: points, bonus: 0, at: 0, day, topic: "http" };
}

describe("boardsOf", () => {
  it("names the boards of all periods, then those of the topic", () => {
    expect(boardsOf("2026-11-22", "http")).toEqual([
      "2026-11-22",
      "2026-W47",
      "2026-11",
      "2026-Q4",
      "all",
      "2026-11-22:http",
      "2026-W47:http",
      "2026-11:http",
      "2026-Q4:http",
      "all:http",
    ]);
  });
});

describe("foldAnswers", () => {
  const places = (answers: (Answer & { topic: "http" })[], board = "all") =>
    foldAnswers(answers)
      .boards.get(board)
      ?.map(({ userId, points }) => [userId, points]);

  it("adds up points and ranks by them", () => {
    expect(places([answer("one", 10), answer("two", 20), answer("one", 15)])).toEqual([
      ["one", 25],
      ["two", 20],
    ]);
  });

  it("puts who got there first higher, and a wrong answer later changes nothing of that", () => {
    const answers = [answer("early", 20), answer("late", 20), answer("early", 0)];
    expect(places(answers)?.map(([userId]) => userId)).toEqual(["early", "late"]);
  });

  it("follows the order in which answers counted, whatever order they are given in", () => {
    const answers = [answer("one", 10), answer("two", 10), answer("three", 10)];
    expect(foldAnswers(answers.toReversed())).toEqual(foldAnswers(answers));
  });

  it("shows members who only ever were wrong, with no points", () => {
    expect(places([answer("one", 0)])).toEqual([["one", 0]]);
  });

  it("keeps days apart", () => {
    const answers = [answer("one", 10, "2026-11-22"), answer("one", 20, "2026-11-23")];
    expect(places(answers, "2026-11-22")).toEqual([["one", 10]]);
    expect(places(answers, "2026-11")).toEqual([["one", 30]]);
    expect(foldAnswers(answers).streaks.get("one")?.length).toBe(2);
  });
});
