import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import {
  addPoints,
  basePoints,
  computeLeaderboards,
  dailyPoints,
  type Earning,
  type LeaderboardEntry,
  leaderboardName,
  leaderboardsFor,
  MOCK_EXAM_POINTS,
  PRACTICE_CAP,
  practicePoints,
  rescoreAnswer,
} from "../../../src/features/boards/rules.ts";
import type { Answer } from "../../../src/features/questions/answer-rules.ts";
import { DIFFICULTIES } from "../../../src/features/questions/rules.ts";
import type { Topic } from "../../../src/features/questions/topic-rules.ts";
import { questions } from "../../support/questions.ts";

const NAMES = { day: "2026-11-22", week: "W2026-11-16", season: "S3" };

let sequence = 0;
function answer(userId: string, points: number, over: Partial<Answer & { topic: Topic }> = {}) {
  sequence += 1;
  return {
    userId,
    sequence,
    response: ["x"],
    correct: points > 0,
    base: points,
    bonus: 0,
    at: 0,
    day: "2026-11-22",
    streak: 1,
    topic: "http" as const,
    ...over,
  };
}

describe("leaderboardsFor", () => {
  it("lists the leaderboards of all periods, then those of the topic", () => {
    expect(leaderboardsFor(NAMES, "http").map(({ name, period }) => `${period} ${name}`)).toEqual([
      "today 2026-11-22",
      "week W2026-11-16",
      "month 2026-11",
      "season S3",
      "all all",
      "today 2026-11-22:http",
      "week W2026-11-16:http",
      "month 2026-11:http",
      "season S3:http",
      "all all:http",
    ]);
  });

  it("lists no topic leaderboards without a topic", () => {
    expect(leaderboardsFor(NAMES)).toHaveLength(5);
    expect(leaderboardName("season", NAMES)).toBe("S3");
    expect(leaderboardName("season", NAMES, "sql")).toBe("S3:sql");
  });
});

describe("computeLeaderboards", () => {
  const entriesOf = (answers: readonly (Answer & { topic: Topic })[], board = "all") =>
    computeLeaderboards(answers)
      .boards.get(board)
      ?.map(({ userId, points }) => [userId, points]);

  it("adds up base and bonus and ranks by points", () => {
    expect(entriesOf([answer("one", 10), answer("two", 20, { bonus: 1 }), answer("one", 15)])).toEqual([
      ["one", 25],
      ["two", 21],
    ]);
  });

  it("ranks the member who reached the points first higher, even after later incorrect answers", () => {
    const answers = [answer("early", 20), answer("late", 20), answer("early", 0)];
    expect(entriesOf(answers)?.map(([userId]) => userId)).toEqual(["early", "late"]);
  });

  it("doesn't depend on the order of the answers", () => {
    const answers = [answer("one", 10), answer("two", 10), answer("one", 10, { day: "2026-11-23" })];
    expect(computeLeaderboards(answers.toReversed())).toEqual(computeLeaderboards(answers));
  });

  it("lists members without a correct answer, with no points", () => {
    expect(entriesOf([answer("one", 0)])).toEqual([["one", 0]]);
  });

  it("counts withheld answers as no points until they are credited", () => {
    const withheld = answer("one", 20, { withheld: true });
    expect(entriesOf([withheld])).toEqual([["one", 0]]);
    const credit = { userId: "one", points: 20, sequence: 99, at: 0, day: "2026-11-23", topic: "http" } as const;
    const { boards } = computeLeaderboards([withheld], [credit]);
    expect(boards.get("all")).toEqual([{ userId: "one", points: 20, sequence: 99 }]);
    expect(boards.get("2026-11-22")).toMatchObject([{ points: 0 }]);
    expect(boards.get("2026-11-23:http")).toMatchObject([{ points: 20 }]);
  });

  it("keeps credits without a topic off the topic leaderboards", () => {
    const { boards } = computeLeaderboards([], [{ userId: "one", points: 100, sequence: 1, at: 0, day: "2026-11-22" }]);
    expect([...boards.keys()]).toEqual(["2026-11-22", "W2026-11-16", "2026-11", "S1", "all"]);
  });

  it("separates days, topics, weeks and seasons", () => {
    const answers = [
      answer("one", 10, { day: "2026-11-22", sequence: 1 }),
      answer("one", 20, { day: "2026-11-23", sequence: 2, topic: "sql" }),
    ];
    const calendar = { ...DEFAULT_CALENDAR, closings: [{ at: 0, sequence: 1 }] };
    const { boards, streaks } = computeLeaderboards(answers, [], { calendar });
    const points = new Map([...boards].map(([name, [first]]) => [name, first?.points]));
    expect(
      ["2026-11-22", "W2026-11-16", "W2026-11-23", "2026-11", "S1", "S2", "all:http", "all:sql"].map((name) =>
        points.get(name),
      ),
    ).toEqual([10, 10, 20, 30, 10, 20, 10, 20]);
    expect(streaks.get("one")).toMatchObject({ length: 2, lastDay: "2026-11-23" });
  });

  it("uses the calendar's week start", () => {
    const { boards } = computeLeaderboards([answer("one", 10)], [], {
      calendar: { ...DEFAULT_CALENDAR, weekStart: "sunday" },
    });
    expect(boards.has("W2026-11-22")).toBe(true);
    expect(boards.has("W2026-11-16")).toBe(false);
  });

  it("leaves hidden members out of the leaderboards but not out of the streaks", () => {
    const answers = [answer("one", 10), answer("two", 20)];
    const { boards, streaks } = computeLeaderboards(answers, [], { hidden: new Set(["two"]) });
    expect([...boards.values()].flat().every(({ userId }) => userId === "one")).toBe(true);
    expect(streaks.get("two")?.length).toBe(1);
  });
});

describe("addPoints", () => {
  const earnings = fc.uniqueArray(fc.record({ points: fc.nat({ max: 3 }), sequence: fc.nat({ max: 99 }) }), {
    selector: ({ sequence: of }) => of,
    minLength: 1,
  });
  const total = (all: readonly Pick<Earning, "points" | "sequence">[]) =>
    all.reduce<LeaderboardEntry | undefined>((entry, one) => addPoints(entry, { userId: "one", ...one }), undefined);

  it("uses the sequence of the last earning with points, or of the first earning if none has any", () => {
    fc.assert(
      fc.property(earnings, fc.infiniteStream(fc.nat()), (all, keys) => {
        const shuffled = all.map((one) => ({ one, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const inOrder = all.toSorted((a, b) => a.sequence - b.sequence);
        const last = inOrder.findLast(({ points }) => points > 0) ?? inOrder[0];
        expect(total(shuffled.map(({ one }) => one))).toEqual({
          userId: "one",
          points: all.reduce((sum, { points }) => sum + points, 0),
          sequence: last?.sequence,
        });
      }),
    );
  });
});

it("an entry without points gets the sequence of its first earning", () => {
  const entry = (sequenceOf: number) => ({ userId: "one", points: 0, sequence: sequenceOf });
  expect(addPoints(entry(9), entry(4))).toEqual(entry(4));
  expect(addPoints(entry(4), entry(9))).toEqual(entry(4));
});

describe("dailyPoints", () => {
  it.each([
    [1, 1, { base: 10, bonus: 1 }],
    [2, 9, { base: 20, bonus: 9 }],
    [3, 10, { base: 30, bonus: 10 }],
    [3, 11, { base: 30, bonus: 10 }],
  ] as const)("given difficulty %i and a streak of %i, returns %o", (difficulty, streak, points) => {
    expect(dailyPoints(true, difficulty, streak)).toEqual(points);
  });

  it("returns no points for an incorrect answer", () => {
    expect(dailyPoints(false, 3, 10)).toEqual({ base: 0, bonus: 0 });
  });
});

it("questions, exams and a day of practice are worth fixed points", () => {
  expect(DIFFICULTIES.map(basePoints)).toEqual([10, 20, 30]);
  expect(DIFFICULTIES.map(practicePoints)).toEqual([2, 4, 6]);
  expect([PRACTICE_CAP, MOCK_EXAM_POINTS]).toEqual([60, 100]);
});

describe("rescoreAnswer", () => {
  const question = questions.single();
  const scored: Answer = {
    userId: "1",
    sequence: 4,
    response: ["again"],
    correct: true,
    base: 20,
    bonus: 3,
    at: 5,
    day: "2026-11-22",
    streak: 3,
  };

  it("returns the same answer if nothing changes", () => {
    expect(rescoreAnswer(scored, question)).toBe(scored);
  });

  it("removes the points of an answer that the new key makes incorrect", () => {
    const rescored = rescoreAnswer({ ...scored, response: ["post"] }, question);
    expect(rescored).toEqual({ ...scored, response: ["post"], correct: false, base: 0, bonus: 0 });
  });

  it("adds the points of an answer that the new key makes correct, with the bonus of its streak", () => {
    const incorrect = { ...scored, correct: false, base: 0, bonus: 0, withheld: true } as const;
    expect(rescoreAnswer(incorrect, question)).toEqual({ ...scored, withheld: true });
    expect(rescoreAnswer({ ...incorrect, streak: 12 }, question)).toMatchObject({ base: 20, bonus: 10 });
  });

  it("changes the points if the difficulty changed", () => {
    expect(rescoreAnswer(scored, questions.single({ difficulty: 3 }))).toEqual({ ...scored, base: 30 });
  });

  it("corrects a result that doesn't match the points", () => {
    const incorrect = { ...scored, response: ["post"], base: 0, bonus: 0 };
    expect(rescoreAnswer(incorrect, question)).toEqual({ ...incorrect, correct: false });
  });

  it("corrects a bonus that doesn't match the streak", () => {
    expect(rescoreAnswer({ ...scored, bonus: 1 }, question)).toEqual(scored);
  });
});
