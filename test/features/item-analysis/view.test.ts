import { expect, it } from "vitest";
import type { AnalyzedItem } from "../../../src/features/item-analysis/service.ts";
import { renderItemAnalysis } from "../../../src/features/item-analysis/view.ts";
import { customIdsOf, textOf } from "../../support/messages.ts";
import { questions } from "../../support/questions.ts";

const question = questions.single({ rev: 3 });
const find = (id: string) => (id === question.id ? question : undefined);
const item = (over: Partial<AnalyzedItem> = {}): AnalyzedItem => ({
  questionId: question.id,
  rev: 2,
  attempts: 60,
  facility: 0.456,
  discrimination: -0.123,
  unchosen: [],
  flags: ["misleading"],
  pulled: false,
  ...over,
});

it("the report lists flagged questions, and offers to confirm the current key of a pulled one", () => {
  const items = [item({ pulled: true, unchosen: ["stop", "removed"] }), item({ questionId: "http.gone", flags: [] })];
  const card = renderItemAnalysis({ at: 1_795_000_000_000, analyzed: 9, items, early: [] }, find);
  expect(textOf(card)).toContain("2 of 9 questions with 50 or more first answers need a look.");
  expect(textOf(card)).toContain("`http.single` · 60 answers · 46% correct · discrimination -0.12");
  expect(textOf(card)).toMatch(/\*\*pulled\*\*.* · stronger members get it wrong.* · never chosen: .*Assume.*removed/);
  expect(textOf(card)).toContain("Updated <t:1795000000:R>");
  expect(customIdsOf(card)).toEqual(["item-analysis.confirm-key:http.single:3"]);
});

it("the report shows seven questions and counts the others", () => {
  const card = renderItemAnalysis({ at: 0, analyzed: 9, items: Array(9).fill(item()), early: [] }, find);
  expect(textOf(card).match(/60 answers/g)).toHaveLength(7);
  expect(textOf(card)).toContain("… and 2 more.");
});

it("the report says that no question is flagged, or shows the most answered ones if answers are few", () => {
  expect(textOf(renderItemAnalysis({ at: 0, analyzed: 1, items: [], early: [] }, find))).toContain(
    "No problems found in 1 question with 50 or more first answers.",
  );
  const early = [{ questionId: "http.single", attempts: 12, facility: 0.5 }];
  const card = renderItemAnalysis({ at: 0, analyzed: 0, items: [], early }, find);
  expect(textOf(card)).toContain("Most answered so far:\n`http.single` · 12 answers · 50% correct");
  expect(textOf(renderItemAnalysis({ at: 0, analyzed: 0, items: [], early: [] }, find))).toBe(
    "No question in this server has 50 first answers yet. I need at least that many to analyze one.",
  );
});
