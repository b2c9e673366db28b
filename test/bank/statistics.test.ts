import { expect, it } from "vitest";
import { bankStatistics } from "../../src/bank/statistics.ts";
import { options } from "../support/bank/options.ts";
import { questions } from "../support/questions.ts";

it("counts the cues that a guesser could use", () => {
  const withTexts = (texts: Record<string, string>) => questions.single({ options: options(texts, ["key"]) });
  const longest = withTexts({ a: "short", key: "the longest of them", c: "shorter" });
  const shortest = withTexts({ key: "short", b: "longer", c: "the longest" });
  const { singles, byType } = bankStatistics([longest, shortest, questions.number()]);
  expect(byType).toEqual(new Map(Object.entries({ single: 2, number: 1 })));
  expect(singles).toMatchObject({
    count: 2,
    longestIsCorrect: 0.5,
    shortestIsCorrect: 0.5,
    correctPositions: [0.5, 0.5, 0],
  });
  expect(singles.chance).toBeCloseTo(1 / 3);
});
