import { describe, expect, it } from "vitest";
import { loadBank } from "../../../src/bank/load.ts";
import type { Attempt, Item, Result } from "../../../src/features/exams/attempt-rules.ts";
import { renderExamModal, renderSitting } from "../../../src/features/exams/attempt-view.ts";
import { renderOverview } from "../../../src/features/exams/overview-view.ts";
import { renderMissed, renderReport, renderShared } from "../../../src/features/exams/report-view.ts";
import { isExaminable } from "../../../src/features/exams/rules.ts";
import { LONGEST_TYPED } from "../../../src/features/exams/service.ts";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import type { Card } from "../../../src/platform/discord/components.ts";
import { textOf } from "../../support/messages.ts";

const bank = loadBank({ content: "content" }).filter(isExaminable);
const items: Item[] = Array.from({ length: 60 }, (_, index) => ({
  questionId: `http.${index}`,
  rev: 1,
  flagged: index % 2 === 0,
  ...(index % 3 === 0 && { response: ["a"] }),
}));
const attempt: Attempt = {
  id: "mi8pn2zk",
  version: 1,
  module: "mock",
  startedAt: 1_795_000_000_000,
  endsAt: 1_795_005_400_000,
  extraTime: true,
  position: 30,
  items,
};
const result: Result = {
  id: attempt.id,
  module: "mock",
  startedAt: attempt.startedAt,
  endedAt: attempt.endsAt,
  extraTime: true,
  timedOut: true,
  passMark: 42,
  right: 0,
  items: 60,
  topics: TOPICS.map((topic) => ({ topic, right: 0, items: 6 })),
  missed: items.map(({ questionId }) => ({ questionId, response: [] })),
};

/** Discord takes 4,000 characters and 40 components a message, and every custom id once. */
function fits({ components }: Card): boolean {
  const json = JSON.stringify(components);
  const ids = [...json.matchAll(/"custom_id":"([^"]+)"/g)].map(([, id]) => id);
  const parts = (json.match(/"type":/g) ?? []).length;
  return textOf({ components }).length <= 4_000 && parts <= 40 && new Set(ids).size === ids.length;
}

/** Every option or step, and the longest text that is kept. */
function longestResponse(question: (typeof bank)[number]): string[] {
  if ("options" in question) return Object.keys(question.options);
  return question.type === "order" ? Object.keys(question.steps) : ["9".repeat(LONGEST_TYPED)];
}

describe("every question of the bank", () => {
  it("fits a message in an exam, as it is asked and as it is gone through afterwards", () => {
    const tooLarge = bank.filter((question) => {
      const response = longestResponse(question);
      const item = { questionId: question.id, rev: question.rev, flagged: true, response };
      const sat = { ...attempt, items: items.with(attempt.position, item) };
      const asked = renderSitting({ state: "open", attempt: sat, item, question }, result);
      return !fits(asked) || !fits(renderMissed({ result, page: 0, response, question }));
    });
    expect(tooLarge.map(({ id }) => id)).toEqual([]);
  });

  it("is answered in fewer characters than are kept of a typed answer", () => {
    const accepted = bank.flatMap((question) => (question.type === "short" ? question.accept : []));
    expect(accepted.filter((text) => text.length > LONGEST_TYPED)).toEqual([]);
  });

  it("shows in its modal what was answered before", () => {
    const typed = bank.filter(({ type }) => type === "short" || type === "number" || type === "order");
    for (const question of typed) {
      const item = { questionId: question.id, rev: 1, flagged: false, response: longestResponse(question) };
      const modal = JSON.stringify(renderExamModal({ state: "open", attempt, item, question }));
      expect(modal).toContain(question.type === "order" ? '"default":true' : `"value":"${item.response[0]}"`);
    }
  });
});

describe("what is shown of the longest exam", () => {
  it.each<[string, Card]>([
    ["the overview", renderOverview(attempt, 2)],
    ["the report", renderReport({ result, why: "time" })],
    ["the shared card", renderShared(result, "410000000000000007")],
    [
      "a question that is gone",
      renderSitting({ state: "open", attempt, item: { ...items[0], flagged: false, questionId: "x", rev: 1 } }),
    ],
  ])("fits a message: %s", (_, card) => {
    expect(fits(card)).toBe(true);
  });

  it("says every mark in words too", () => {
    const overview = textOf(renderOverview(attempt, 0));
    expect(overview).toContain("● answered 20 · ○ open 40 · ⚑ flagged 30");
    expect(overview).toContain("1 · ● answered · ⚑ flagged");
    expect(overview).toContain("2 · ○ open");
  });
});
