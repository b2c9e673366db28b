import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dailyPoints } from "../../../src/features/boards/points-rules.ts";
import { pickQuestion } from "../../../src/features/daily/post-rules.ts";
import { summarise } from "../../../src/features/daily/results-rules.ts";
import { questions } from "../../support/questions.ts";

const bank = ["a", "b", "c", "d", "e"].map((name) => questions.single({ id: `http.${name}` }));
const none = { askedAt: new Map(), open: new Set<string>(), seed: "seed" };

describe("pickQuestion", () => {
  it("repeats nothing until the pool is used up, then starts with the one asked longest ago", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const askedAt = new Map<string, number>();
        const asked: string[] = [];
        for (let time = 1; time <= 10; time += 1) {
          const picked = pickQuestion({ ...none, questions: bank, askedAt, seed: `${seed}${time}` })?.id ?? "";
          askedAt.set(picked, time);
          asked.push(picked);
        }
        expect(new Set(asked.slice(0, 5)).size).toBe(5);
        expect(asked.slice(5)).toEqual(asked.slice(0, 5));
      }),
    );
  });

  it("does not ask what is open, unless nothing else is left", () => {
    const open = new Set(["http.a"]);
    expect(pickQuestion({ ...none, questions: bank.slice(0, 2), open })?.id).toBe("http.b");
    expect(pickQuestion({ ...none, questions: bank.slice(0, 1), open })?.id).toBe("http.a");
  });

  it("has nothing to ask from an empty pool", () => {
    expect(pickQuestion({ ...none, questions: [] })).toBeUndefined();
  });
});

describe("dailyPoints", () => {
  it("gives ten a difficulty, and a point a day of the streak up to ten", () => {
    expect(dailyPoints(true, 2, 4)).toEqual({ base: 20, bonus: 4 });
    expect(dailyPoints(true, 3, 40)).toEqual({ base: 30, bonus: 10 });
  });

  it("gives nothing for a wrong answer", () => {
    expect(dailyPoints(false, 3, 40)).toEqual({ base: 0, bonus: 0 });
  });
});

describe("summarise", () => {
  const given = (right: number, wrong: number) =>
    Array.from({ length: right + wrong }, (_, index) => ({
      userId: `user-${index}`,
      sequence: index,
      streak: 1,
      response: [index < right ? "again" : "post"],
      right: index < right,
      base: 0,
      bonus: 0,
      at: 0,
      day: "2026-11-22",
    }));

  it("counts options and names the first three who were right", () => {
    const results = summarise(given(4, 2), { answered: 6, right: 4 });
    expect(results).toMatchObject({ answered: 6, right: 4, firstRight: ["user-0", "user-1", "user-2"] });
    expect(Object.fromEntries(results.chosen)).toEqual({ again: 4, post: 2 });
    expect(results.verdict).toBeUndefined();
  });

  it("compares with what the group answered before", () => {
    expect(summarise(given(1, 5), { answered: 106, right: 81 }).verdict).toBe("harder");
    expect(summarise(given(6, 0), { answered: 106, right: 46 }).verdict).toBe("easier");
    expect(summarise(given(4, 2), { answered: 106, right: 70 }).verdict).toBeUndefined();
  });
});
