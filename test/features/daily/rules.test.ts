import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadBank } from "../../../src/bank/load.ts";
import { dailyPoints } from "../../../src/features/boards/rules.ts";
import {
  advanceStreak,
  currentStreak,
  freezesLeft,
  pickQuestion,
  postDate,
  postSchema,
  type Streak,
  summarizeAnswers,
} from "../../../src/features/daily/rules.ts";
import type { Question } from "../../../src/features/questions/rules.ts";
import { addDays } from "../../../src/platform/time.ts";
import { banksWithEnemies, enemyPairs } from "../../support/enemies.ts";
import { questions } from "../../support/questions.ts";

const bank = ["a", "b", "c", "d", "e"].map((name) => questions.single({ id: `http.${name}` }));
const none = { lastAsked: new Map(), open: new Set<string>(), seed: "seed" };

describe("pickQuestion", () => {
  it("repeats nothing until the pool is used up, then starts with the question asked longest ago", () => {
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

  it("can pick any question that was never asked, depending on the seed", () => {
    const seeds = Array.from({ length: 60 }, (_, index) => `seed ${index}`);
    const picked = new Set(seeds.map((seed) => pickQuestion({ ...none, questions: bank, seed })?.id));
    expect([...picked].sort()).toEqual(bank.map(({ id }) => id));
  });

  it("picks an open question only when no other is left", () => {
    const open = new Set(["http.a"]);
    for (const seed of ["1", "2", "3", "4", "5", "6", "7", "8"])
      expect(pickQuestion({ ...none, questions: bank.slice(0, 2), open, seed })?.id).toBe("http.b");
    expect(pickQuestion({ ...none, questions: bank.slice(0, 1), open })?.id).toBe("http.a");
  });

  it("picks an enemy of a recent question only if all others are open", () => {
    const a = questions.single({ id: "http.a", enemies: ["http.b"] });
    const all = [a, ...bank.slice(1, 3)];
    const lastAsked = new Map([
      ["http.a", 3],
      ["http.c", 2],
    ]);
    const recent = [a];
    const pick = (over: object) => pickQuestion({ ...none, questions: all, lastAsked, recent, ...over })?.id;
    // Was never asked, but is an enemy of the question asked last.
    expect(pick({ recent: [] })).toBe("http.b");
    expect(pick({})).toBe("http.c");
    expect(pick({ open: new Set(["http.c"]) })).toBe("http.a");
    expect(pick({ open: new Set(["http.a", "http.c"]) })).toBe("http.b");
    expect(pick({ open: new Set(["http.a", "http.b", "http.c"]) })).toBe("http.b");
  });

  it.each([
    ["random banks", banksWithEnemies],
    ["the built-in bank", fc.constant(loadBank({ content: "content" }))],
  ])("never picks two enemies in a week from %s", (_, banks) => {
    fc.assert(
      fc.property(banks, fc.string(), (questions, seed) => {
        const lastAsked = new Map<string, number>();
        const asked: Question[] = [];
        for (let day = 0; day < 30; day += 1) {
          const recent = asked.slice(-6);
          const picked = pickQuestion({ ...none, questions, lastAsked, recent, seed: `${seed}${day}` });
          if (!picked) expect.fail("nothing was picked");
          expect(enemyPairs([...recent, picked])).toEqual([]);
          lastAsked.set(picked.id, day + 1);
          asked.push(picked);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("returns nothing for an empty pool", () => {
    expect(pickQuestion({ ...none, questions: [] })).toBeUndefined();
  });
});

describe("dailyPoints", () => {
  it("returns ten points per difficulty level, plus one per streak day up to ten", () => {
    expect(dailyPoints(true, 2, 4)).toEqual({ base: 20, bonus: 4 });
    expect(dailyPoints(true, 3, 40)).toEqual({ base: 30, bonus: 10 });
  });

  it("returns no points for an incorrect answer", () => {
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

  it("counts hidden members without naming them", () => {
    const results = summarizeAnswers(given(5, 0), { answered: 5, correct: 5 }, new Set(["user-0", "user-2"]));
    expect(results).toMatchObject({ correct: 5, firstCorrect: ["user-1", "user-3", "user-4"] });
  });

  type Shares = [own: [number, number], elsewhere: [number, number], "harder" | "easier" | undefined];
  const shares: Shares[] = [
    [[0, 5], [5, 5], "harder"],
    [[0, 4], [5, 5], undefined],
    [[0, 5], [4, 4], undefined],
    // Shares exactly 15 percent apart, and closer ones.
    [[3, 17], [20, 0], "easier"],
    [[2, 18], [20, 0], undefined],
    [[0, 20], [20, 3], "harder"],
    [[3, 17], [20, 3], undefined],
    [[3, 17], [20, 6], "harder"],
  ];
  const comparisons = shares.map(([own, elsewhere, expected]) => {
    const here = `${own[0]} of ${own[0] + own[1]} correct here`;
    return [`${here} and ${elsewhere[1]} of ${elsewhere[0]} elsewhere`, own, elsewhere, expected] as const;
  });
  it.each(comparisons)("compares %s", (_, own, elsewhere, expected) => {
    const group = { answered: own[0] + own[1] + elsewhere[0], correct: own[0] + elsewhere[1] };
    expect(summarizeAnswers(given(...own), group).comparison).toBe(expected);
  });

  it("compares with the group's earlier answers", () => {
    expect(summarizeAnswers(given(1, 5), { answered: 106, correct: 81 }).comparison).toBe("harder");
    expect(summarizeAnswers(given(6, 0), { answered: 106, correct: 46 }).comparison).toBe("easier");
    expect(summarizeAnswers(given(4, 2), { answered: 106, correct: 70 }).comparison).toBeUndefined();
  });
});

const streak = (over: Partial<Streak> = {}): Streak => ({ length: 5, lastDay: "2026-11-20", freezes: 0, ...over });

describe("advanceStreak", () => {
  it("starts with the first answer", () => {
    expect(advanceStreak(undefined, "2026-11-22")).toEqual({ length: 1, lastDay: "2026-11-22", freezes: 0 });
  });

  it("grows by one on the next day", () => {
    expect(advanceStreak(streak(), "2026-11-21")).toEqual({ length: 6, lastDay: "2026-11-21", freezes: 0 });
  });

  it("ignores a second answer on the same day and a clock that went back", () => {
    expect(advanceStreak(streak(), "2026-11-20")).toEqual(streak());
    expect(advanceStreak(streak(), "2026-11-18")).toEqual(streak());
  });

  it("starts over after a missed day", () => {
    expect(advanceStreak(streak(), "2026-11-22").length).toBe(1);
  });

  it("keeps the streak when a freeze covers the missed day", () => {
    expect(advanceStreak(streak({ freezes: 1 }), "2026-11-22")).toEqual({
      length: 6,
      lastDay: "2026-11-22",
      freezes: 0,
    });
  });

  it("uses one freeze per missed day", () => {
    expect(advanceStreak(streak({ freezes: 2, length: 9 }), "2026-11-22").freezes).toBe(1);
  });

  it("starts over when there are fewer freezes than missed days", () => {
    expect(advanceStreak(streak({ freezes: 1 }), "2026-11-23").length).toBe(1);
  });

  it("earns a freeze every seven days, up to two", () => {
    const lengths = Array.from({ length: 28 }, (_, day) => addDays("2026-01-01", day));
    const freezes: number[] = [];
    let current: Streak | undefined;
    for (const day of lengths) {
      current = advanceStreak(current, day);
      freezes.push(current.freezes);
    }
    expect([freezes[5], freezes[6], freezes[13], freezes[20], freezes[27]]).toEqual([0, 1, 2, 2, 2]);
  });

  it("never exceeds the number of days since the first answer", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }), (steps) => {
        let day = "2026-01-01";
        let current = advanceStreak(undefined, day);
        let passed = 1;
        for (const step of steps) {
          day = addDays(day, step);
          passed += step;
          current = advanceStreak(current, day);
          expect(current.length).toBeLessThanOrEqual(passed);
          expect(current.freezes).toBeGreaterThanOrEqual(0);
          expect(current.freezes).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});

describe("currentStreak", () => {
  it("lasts through yesterday and the days that freezes can cover", () => {
    expect(currentStreak(streak(), "2026-11-21")).toBe(5);
    expect(currentStreak(streak({ freezes: 1 }), "2026-11-22")).toBe(5);
  });

  it("is 0 after a missed day", () => {
    expect(currentStreak(streak(), "2026-11-22")).toBe(0);
    expect(currentStreak(undefined, "2026-11-22")).toBe(0);
  });
});

describe("freezesLeft", () => {
  it("subtracts one per missed day, and is 0 once the streak has ended", () => {
    const held = streak({ freezes: 2 });
    expect(["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"].map((day) => freezesLeft(held, day))).toEqual([
      2, 2, 1, 0,
    ]);
    expect(freezesLeft(held, "2026-11-24")).toBe(0);
    expect(freezesLeft(undefined, "2026-11-20")).toBe(0);
  });

  it("equals the freezes after the next answer, unless that earns one", () => {
    const days = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 2 }), (later, freezes) => {
        const before = streak({ length: 1, freezes });
        const today = addDays(before.lastDay, later);
        expect(freezesLeft(before, today)).toBe(advanceStreak(before, today).freezes);
      }),
    );
  });
});

describe("postDate", () => {
  const slotAt = Date.UTC(2026, 10, 23, 1);

  it.each([
    ["3-2026-11-22", "", "2026-11-22"],
    ["123-2026-11-22", "2026-11-21", "2026-11-22"],
    ["3-now-7", "2026-11-21", "2026-11-21"],
    ["3-now-7", "", "2026-11-23"],
    // Parts of request ids that look like dates.
    ["3-now-1-2026-11-22", "", "2026-11-23"],
    ["3-2026-11-22-7", "", "2026-11-23"],
    ["x-2026-11-22", "", "2026-11-23"],
  ])("given the slot %s and the stored date %j, returns %s", (slotId, date, expected) => {
    expect(postDate({ slotId, slotAt, ...(date && { date }) })).toBe(expected);
  });
});

describe("postSchema", () => {
  const stored = {
    ...{ state: "claimed", scheduleId: "daily", channelId: "5", topic: "http", questionId: "http.single", rev: "2" },
    ...{ seed: "secret", slotAt: "1000", claimedAt: "1001", closesAt: "2000", thread: "true" },
  };

  it("parses the strings that Redis stores", () => {
    expect(postSchema.parse(stored)).toEqual({
      ...stored,
      ...{ rev: 2, slotAt: 1000, claimedAt: 1001, closesAt: 2000 },
      ...{ thread: true, threadOpened: false, previousChannelIds: [] },
    });
    const optional = { date: "2026-11-22", roleId: "6", messageId: "7" };
    expect(postSchema.parse({ ...stored, ...optional })).toMatchObject(optional);
  });

  it("parses flags, and a list of channels separated by spaces", () => {
    const post = postSchema.parse({ ...stored, thread: "false", threadOpened: "true", previousChannelIds: " 5 61 " });
    expect(post).toMatchObject({ thread: false, threadOpened: true, previousChannelIds: ["5", "61"] });
  });

  it.each([{ state: "open" }, { topic: "cooking" }, { rev: "1.5" }, { closesAt: "soon" }, { thread: "maybe" }])(
    "rejects a post with %j",
    (change) => {
      expect(postSchema.safeParse({ ...stored, ...change }).success).toBe(false);
    },
  );
});
