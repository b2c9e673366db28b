import { describe, expect, it } from "vitest";
import {
  basePoints,
  dailyPoints,
  MOCK_EXAM_POINTS,
  PRACTICE_CAP,
  practicePoints,
} from "../../../src/features/boards/points-rules.ts";
import { DIFFICULTIES } from "../../../src/features/questions/rules.ts";

describe("dailyPoints", () => {
  it.each([
    [1, 1, { base: 10, bonus: 1 }],
    [2, 9, { base: 20, bonus: 9 }],
    [3, 10, { base: 30, bonus: 10 }],
    [3, 11, { base: 30, bonus: 10 }],
  ] as const)("for difficulty %i and a streak of %i are %o", (difficulty, streak, points) => {
    expect(dailyPoints(true, difficulty, streak)).toEqual(points);
  });

  it("are none for an incorrect answer", () => {
    expect(dailyPoints(false, 3, 10)).toEqual({ base: 0, bonus: 0 });
  });
});

it("sets what questions, exams and a day of practice are worth", () => {
  expect(DIFFICULTIES.map(basePoints)).toEqual([10, 20, 30]);
  expect(DIFFICULTIES.map(practicePoints)).toEqual([2, 4, 6]);
  expect([PRACTICE_CAP, MOCK_EXAM_POINTS]).toEqual([60, 100]);
});
