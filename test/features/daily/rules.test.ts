import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dailyPoints } from "../../../src/features/boards/points-rules.ts";
import { pickQuestion, summarizeAnswers } from "../../../src/features/daily/rules.ts";
import { questions } from "../../support/questions.ts";

const bank = ["a", "b", "c", "d", "e"].map((name) => questions.single({ id: `http.${name}` }));
const none = { lastAsked: new Map(), open: new Set<string>(), seed: "seed" };

describe("pickQuestion", () => {
  it("repeats nothing until the pool is used up, then starts with the one asked longest ago", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const lastAsked = new Map<string, number>();
        const asked: string[] = [];
        for (let time = 1; time <= 10; time += 1) {
          const picked = pickQuestion({ ...none, questions: bank, lastAsked, seed: `${seed}${time}` })?.id ?? "";
          lastAsked.set(picked, time);
          asked.push(picked);
        }
        expect(new Set(asked.slice(0, 5)).size).toBe(5);
        expect(asked.slice(5)).toEqual(asked.slice(0, 5));
      }),
    );
  });

  it("picks an open question only when no other is left", () => {
    const open = new Set(["http.a"]);
    expect(pickQuestion({ ...none, questions: bank.slice(0, 2), open })?.id).toBe("http.b");
    expect(pickQuestion({ ...none, questions: bank.slice(0, 1), open })?.id).toBe("http.a");
  });

  it("returns nothing for an empty pool", () => {
    expect(pickQuestion({ ...none, questions: [] })).toBeUndefined();
  });
});

describe("dailyPoints", () => {
  it("gives ten points per difficulty level, and one per streak day up to ten", () => {
    expect(dailyPoints(true, 2, 4)).toEqual({ base: 20, bonus: 4 });
    expect(dailyPoints(true, 3, 40)).toEqual({ base: 30, bonus: 10 });
  });

  it("gives no points for an incorrect answer", () => {
    expect(dailyPoints(false, 3, 40)).toEqual({ base: 0, bonus: 0 });
  });
});

describe("summarizeAnswers", () => {
  const given = (correct: number, wrong: number) =>
    Array.from({ length: correct + wrong }, (_, index) => ({
      userId: `user-${index}`,
      sequence: index,
      streak: 1,
      response: [index < correct ? "again" : "post"],
      correct: index < correct,
      base: 0,
      bonus: 0,
      at: 0,
      day: "2026-11-22",
    }));

  it("counts options and names the first three who were correct", () => {
    const results = summarizeAnswers(given(4, 2), { answered: 6, correct: 4 });
    expect(results).toMatchObject({ answered: 6, correct: 4, firstCorrect: ["user-0", "user-1", "user-2"] });
    expect(Object.fromEntries(results.chosen)).toEqual({ again: 4, post: 2 });
    expect(results.comparison).toBeUndefined();
  });

  it("compares with the group's earlier answers", () => {
    expect(summarizeAnswers(given(1, 5), { answered: 106, correct: 81 }).comparison).toBe("harder");
    expect(summarizeAnswers(given(6, 0), { answered: 106, correct: 46 }).comparison).toBe("easier");
    expect(summarizeAnswers(given(4, 2), { answered: 106, correct: 70 }).comparison).toBeUndefined();
  });
});
