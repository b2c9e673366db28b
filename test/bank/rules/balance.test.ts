import { describe, expect, it } from "vitest";
import { bankBalance, objectiveLimit, recallShare } from "../../../src/bank/rules/balance.ts";
import type { Question } from "../../../src/features/questions/rules.ts";
import { options } from "../../support/bank/options.ts";
import { questions } from "../../support/questions.ts";

function many(count: number, make: (index: number) => Question): Question[] {
  return Array.from({ length: count }, (_, index) => ({ ...make(index), id: `http.item-${index}` }));
}

describe("the objective-limit rule", () => {
  it("reports the fourth question with the same objective", () => {
    expect(objectiveLimit(many(4, () => questions.single()))).toMatchObject([{ id: "http.item-3", severity: "error" }]);
    expect(objectiveLimit(many(3, () => questions.single()))).toEqual([]);
  });
});

describe("the recall-share rule", () => {
  const recalling = (count: number) =>
    many(10, (index) => questions.single({ level: index < count ? "recall" : "apply" }));

  it("warns when less than 40% of a topic goes beyond recall", () => {
    expect(recallShare(recalling(7))).toMatchObject([{ severity: "warning" }]);
    expect(recallShare(recalling(6))).toEqual([]);
  });
});

describe("the bank-balance rule", () => {
  const long = questions.single({
    options: options({ key: "the longest of them", b: "short", c: "shorter" }, ["key"]),
  });
  const even = questions.single({
    options: options({ key: "same length", b: "same lengts", c: "same lengtr" }, ["key"]),
  });

  it("reports a bank where the longest option is too often correct", () => {
    expect(bankBalance(many(100, (index) => (index < 34 ? long : even)))).toHaveLength(1);
    expect(bankBalance(many(100, (index) => (index < 33 ? long : even)))).toEqual([]);
  });

  it("reports more than 5% negative stems", () => {
    const negative = questions.number({ stem: "Which is **NOT** true?" });
    expect(bankBalance(many(100, (index) => (index < 6 ? negative : questions.number())))).toHaveLength(1);
  });

  it("reports more than 10% true/false questions", () => {
    const bank = many(100, (index) => (index < 11 ? questions.trueFalse() : questions.number()));
    expect(bankBalance(bank)).toHaveLength(1);
  });

  it("ignores banks that are too small for statistics", () => {
    expect(bankBalance(many(99, () => long))).toEqual([]);
  });
});
