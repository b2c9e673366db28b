import { describe, expect, it } from "vitest";
import {
  hasPassed,
  sortWeakestFirst,
  type Trend,
  trendOf,
  weakestTopics,
} from "../../../src/features/exams/report-rules.ts";

describe("hasPassed", () => {
  it.each([
    [41, false],
    [42, true],
    [43, true],
  ])("with %i of 60 and a pass mark of 42 is %s", (correct, passed) => {
    expect(hasPassed({ correct, total: 60, passMark: 42 })).toBe(passed);
  });

  it("is false for an exam whose questions were all removed", () => {
    expect(hasPassed({ correct: 0, total: 0, passMark: 0 })).toBe(false);
  });
});

describe("weakestTopics", () => {
  const topics = [
    { topic: "http", correct: 5, total: 5 },
    { topic: "sql", correct: 3, total: 5 },
    { topic: "os", correct: 1, total: 4 },
    { topic: "git", correct: 2, total: 3 },
  ] as const;

  it("starts with the lowest share and stops at the limit", () => {
    expect(weakestTopics(topics, 2)).toEqual(["os", "sql"]);
  });

  it("leaves out topics without a mistake", () => {
    expect(weakestTopics(topics, 9)).toEqual(["os", "sql", "git"]);
    expect(weakestTopics(topics.slice(0, 1), 2)).toEqual([]);
  });

  it("puts the topic with more items first among equals", () => {
    const equal = [
      { topic: "git", correct: 1, total: 2 },
      { topic: "sql", correct: 2, total: 4 },
    ] as const;
    expect(sortWeakestFirst(equal).map(({ topic }) => topic)).toEqual(["sql", "git"]);
  });
});

describe("trendOf", () => {
  it.each<[number[], Trend | undefined]>([
    [[], undefined],
    [[0.7], undefined],
    [[0.5, 0.7], "rising"],
    [[0.7, 0.72], "level"],
    [[0.7, 0.68], "level"],
    [[0.7, 0.74], "rising"],
    [[0.7, 0.66], "falling"],
    [[0, 0.03], "rising"],
    [[0.03, 0], "falling"],
    [[0.1, 0.9, 0.9, 0.9, 0.6], "falling"],
    [[0, 0.6, 0.6, 0.6, 0.6], "level"],
  ])("of %j is %s", (shares, trend) => {
    expect(trendOf(shares)).toBe(trend);
  });
});
