import { describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { type Ledger, ledgerErrors, recount } from "../../../src/features/boards/ledger-rules.ts";
import { computeLeaderboards, type LeaderboardEntry } from "../../../src/features/boards/rules.ts";

const answer = {
  userId: "1",
  sequence: 1,
  response: ["x"],
  correct: true,
  base: 20,
  bonus: 1,
  at: 5,
  day: "2026-11-22",
  streak: 1,
  topic: "http",
} as const;
const credit = { userId: "2", reason: "exam", sequence: 2, points: 100, at: 6, day: "2026-11-22" };

function ledger(over: Partial<Ledger> = {}): Ledger {
  return {
    answers: [answer],
    credits: [credit],
    calendar: DEFAULT_CALENDAR,
    ...computeLeaderboards([answer], [credit]),
    totals: { answered: 1, correct: 1, credited: 1, deleted: 0 },
    hidden: new Set(),
    ...over,
  };
}

const boardsWith = (change: (boards: Map<string, LeaderboardEntry[]>) => void) => {
  const boards = new Map(ledger().boards);
  change(boards);
  return { boards };
};

describe("ledgerErrors", () => {
  it("returns nothing if everything matches", () => {
    expect(ledgerErrors(ledger())).toEqual([]);
  });

  it("reports an entry with different points or a different sequence", () => {
    const entries = [
      { userId: "2", points: 99, sequence: 2 },
      { userId: "1", points: 21, sequence: 1 },
    ];
    expect(ledgerErrors(ledger(boardsWith((boards) => boards.set("all", entries))))).toEqual([
      `leaderboard all: stored ${JSON.stringify(entries)}, should be [{"userId":"2","points":100,"sequence":2},{"userId":"1","points":21,"sequence":1}]`,
    ]);
  });

  it("reports a leaderboard that shouldn't exist", () => {
    const extra = boardsWith((boards) => boards.set("W2026-11-22", []));
    expect(ledgerErrors(ledger(extra))).toEqual(["leaderboard W2026-11-22: stored [], should be undefined"]);
  });

  it.each(["all", "S1", "all:http", "S1:http"])("reports that %s is missing", (name) => {
    expect(ledgerErrors(ledger(boardsWith((boards) => boards.delete(name))))).toEqual([
      `leaderboard ${name} is missing`,
    ]);
  });

  it.each(["2026-11-22", "W2026-11-16", "2026-11", "2026-11-22:http"])("accepts that %s has expired", (name) => {
    expect(ledgerErrors(ledger(boardsWith((boards) => boards.delete(name))))).toEqual([]);
  });

  it("reports a streak that differs, is missing or shouldn't exist", () => {
    const streak = { length: 1, lastDay: "2026-11-22", freezes: 0 };
    expect(ledgerErrors(ledger({ streaks: new Map([["1", { ...streak, length: 2 }]]) }))).toHaveLength(1);
    expect(ledgerErrors(ledger({ streaks: new Map() }))).toHaveLength(2);
    const { streaks } = ledger();
    expect(ledgerErrors(ledger({ streaks: new Map([...streaks, ["3", streak]]) }))).toEqual([
      "members with a streak: stored 2, should be 1",
    ]);
  });

  it("names the member whose streak differs", () => {
    const streak = { length: 1, lastDay: "2026-11-22", freezes: 0 };
    const stored = { ...streak, length: 2 };
    expect(ledgerErrors(ledger({ streaks: new Map([["1", stored]]) }))).toEqual([
      `streak of 1: stored ${JSON.stringify(stored)}, should be ${JSON.stringify(streak)}`,
    ]);
  });

  it("counts incorrect answers separately", () => {
    const answers = [answer, { ...answer, sequence: 3, correct: false, base: 0, bonus: 0 }];
    const computed = computeLeaderboards(answers, [credit]);
    const totals = { answered: 2, correct: 1, credited: 1, deleted: 0 };
    expect(ledgerErrors(ledger({ answers, ...computed, totals }))).toEqual([]);
  });

  it("reports that the leaderboard of the tenth season is missing", () => {
    const calendar = { ...DEFAULT_CALENDAR, closings: Array.from({ length: 9 }, () => ({ at: 0, sequence: 0 })) };
    const { boards } = computeLeaderboards([answer], [credit], { calendar });
    boards.delete("S10");
    expect(ledgerErrors(ledger({ boards, calendar }))).toEqual(["leaderboard S10 is missing"]);
  });

  it("reports counts that differ", () => {
    const totals = { answered: 2, correct: 0, credited: 3, deleted: 7 };
    expect(ledgerErrors(ledger({ totals }))).toEqual([
      "answers counted: stored 2, should be 1",
      "correct answers counted: stored 0, should be 1",
      "credits counted: stored 3, should be 1",
    ]);
  });

  it("expects no entries for hidden members", () => {
    expect(ledgerErrors(ledger({ hidden: new Set(["2"]) })).length).toBeGreaterThan(0);
    const { boards } = computeLeaderboards([answer], [credit], { hidden: new Set(["2"]) });
    expect(ledgerErrors(ledger({ boards, hidden: new Set(["2"]) }))).toEqual([]);
  });
});

describe("recount", () => {
  const incorrect = { ...answer, sequence: 4, correct: false };

  it("counts answers and credits", () => {
    const totals = { answered: 9, correct: 9, credited: 0, deleted: 0 };
    expect(recount({ answers: [answer, incorrect], credits: [credit], totals })).toEqual({
      answered: 2,
      correct: 1,
      credited: 1,
      deleted: 6,
    });
  });

  it("moves the sequence past every answer and credit", () => {
    const totals = { answered: 0, correct: 0, credited: 0, deleted: 0 };
    expect(recount({ answers: [answer, incorrect], credits: [credit], totals }).deleted).toBe(1);
    expect(recount({ answers: [], credits: [{ ...credit, sequence: 8 }], totals }).deleted).toBe(7);
    expect(recount({ answers: [], credits: [], totals: { ...totals, deleted: 5 } }).deleted).toBe(5);
    expect(recount({ answers: [], credits: [], totals: { ...totals, answered: 1, credited: 3 } }).deleted).toBe(4);
  });
});
