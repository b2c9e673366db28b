import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boardsOf, foldAnswers, raise, type Standing } from "../../../src/features/boards/rules.ts";
import type { Answer } from "../../../src/features/questions/answer-rules.ts";

let sequence = 0;
function answer(userId: string, points: number, day = "2026-11-22"): Answer & { topic: "http" } {
  sequence += 1;
  return {
    userId,
    sequence,
    response: ["x"],
    correct: points > 0,
    base: points,
    bonus: 0,
    at: 0,
    day,
    streak: 1,
    topic: "http",
  };
}

describe("boardsOf", () => {
  it("names the boards of all periods, then those of the topic", () => {
    expect(boardsOf({ day: "2026-11-22", week: "2026-W47", season: "S3" }, "http")).toEqual([
      "2026-11-22",
      "2026-W47",
      "2026-11",
      "S3",
      "all",
      "2026-11-22:http",
      "2026-W47:http",
      "2026-11:http",
      "S3:http",
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

  it("leaves hidden members out of the boards, and out of nothing else", () => {
    const answers = [answer("one", 10), answer("two", 20)];
    const tally = foldAnswers(answers, [], { hidden: new Set(["two"]) });
    expect([...tally.boards.values()].flat().every(({ userId }) => userId === "one")).toBe(true);
    expect(tally.streaks.get("two")?.length).toBe(1);
  });
});

describe("a standing", () => {
  it("is the same in whatever order it is told, and reached with the last answer that earned points", () => {
    const earned = fc.uniqueArray(fc.record({ points: fc.nat({ max: 3 }), sequence: fc.nat({ max: 99 }) }), {
      selector: ({ sequence }) => sequence,
      minLength: 1,
    });
    const told = (all: readonly { points: number; sequence: number }[]) =>
      all.reduce<Standing | undefined>((standing, one) => raise(standing, { userId: "one", ...one }), undefined);

    fc.assert(
      fc.property(earned, fc.infiniteStream(fc.nat()), (all, keys) => {
        const shuffled = all.map((one) => ({ one, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const inOrder = all.toSorted((a, b) => a.sequence - b.sequence);
        const last = inOrder.findLast(({ points }) => points > 0) ?? inOrder[0];
        expect(told(shuffled.map(({ one }) => one))).toEqual(told(inOrder));
        expect(told(all)?.sequence).toBe(last?.sequence);
      }),
    );
  });
});
