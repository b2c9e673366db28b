import { describe, expect, it } from "vitest";
import { loadBank } from "../../../src/bank/load.ts";
import { type Attempt, type AttemptItem, MAX_TYPED_LENGTH } from "../../../src/features/exams/attempt-rules.ts";
import {
  renderConfirmSubmit,
  renderExam,
  renderExamModal,
  renderOverview,
} from "../../../src/features/exams/attempt-view.ts";
import { renderHistory, renderMissed, renderReport, renderShared } from "../../../src/features/exams/report-view.ts";
import { type ExamResult, isExamQuestion, sortWeakestFirst } from "../../../src/features/exams/rules.ts";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import type { Card } from "../../../src/platform/discord/components.ts";
import { en as words } from "../../../src/text/en/index.ts";
import { textOf } from "../../support/messages.ts";

const at = 1_795_000_000_000;
const bank = loadBank({ content: "content" }).filter(isExamQuestion);
const items: AttemptItem[] = Array.from({ length: 60 }, (_, index) => ({
  questionId: `http.${index}`,
  rev: 1,
  flagged: index % 2 === 0,
  ...(index % 3 === 0 && { response: ["a"] }),
}));
const attempt: Attempt = {
  id: "mi8pn2zk",
  version: 1,
  module: "mock",
  seed: "seed",
  startedAt: 1_795_000_000_000,
  endsAt: 1_795_005_400_000,
  extraTime: true,
  position: 30,
  items,
};
const result: ExamResult = {
  id: attempt.id,
  module: "mock",
  startedAt: attempt.startedAt,
  endedAt: attempt.endsAt,
  extraTime: true,
  timedOut: true,
  passMark: 42,
  correct: 0,
  total: 60,
  topics: TOPICS.map((topic) => ({ topic, correct: 0, total: 6 })),
  missed: items.map(({ questionId }) => ({ questionId, response: [] })),
};

/** Discord allows 4,000 characters and 40 components in a message, and no duplicate custom ids. */
function fits({ components }: Card): boolean {
  const json = JSON.stringify(components);
  const ids = [...json.matchAll(/"custom_id":"([^"]+)"/g)].map(([, id]) => id);
  const parts = (json.match(/"type":/g) ?? []).length;
  return textOf({ components }).length <= 4_000 && parts <= 40 && new Set(ids).size === ids.length;
}

/** A response with all options or steps, or the longest typed answer. */
function longestResponse(question: (typeof bank)[number]): string[] {
  if ("options" in question) return Object.keys(question.options);
  return question.type === "order" ? Object.keys(question.steps) : ["9".repeat(MAX_TYPED_LENGTH)];
}

describe("every question of the bank", () => {
  it("fits into a message while the exam is open and in the report", () => {
    const tooLarge = bank.filter((question) => {
      const response = longestResponse(question);
      const item = { questionId: question.id, rev: question.rev, flagged: true, response };
      const answered = { ...attempt, items: items.with(attempt.position, item) };
      const asked = renderExam({ state: "open", attempt: answered, item, question, unseenResult: result });
      return !fits(asked) || !fits(renderMissed({ result, page: 0, response, question }));
    });
    expect(tooLarge.map(({ id }) => id)).toEqual([]);
  });

  it("has no accepted answer longer than a typed answer may be", () => {
    const accepted = bank.flatMap((question) => (question.type === "short" ? question.accept : []));
    expect(accepted.filter((text) => text.length > MAX_TYPED_LENGTH)).toEqual([]);
  });

  it("shows the current answer in its modal", () => {
    const typed = bank.filter(({ type }) => type === "short" || type === "number" || type === "order");
    for (const question of typed) {
      const item = { questionId: question.id, rev: 1, flagged: false, response: longestResponse(question) };
      const modal = JSON.stringify(renderExamModal({ state: "open", attempt, item, question }));
      expect(modal).toContain(question.type === "order" ? '"default":true' : `"value":"${item.response[0]}"`);
    }
  });
});

describe("the longest exam", () => {
  it.each<[string, Card]>([
    ["the overview", renderOverview(attempt, 2)],
    ["the report", renderReport({ result, reason: "timeout" })],
    ["the shared card", renderShared(result, "410000000000000007")],
    [
      "a removed question",
      renderExam({ state: "open", attempt, item: { ...items[0], flagged: false, questionId: "x", rev: 1 } }),
    ],
  ])("fits into a message: %s", (_, card) => {
    expect(fits(card)).toBe(true);
  });

  it("shows the state of each item in words too", () => {
    const overview = textOf(renderOverview(attempt, 0));
    expect(overview).toContain("● 20 answered · ○ 40 unanswered · ⚑ 30 flagged");
    expect(overview).toContain("1 · ● answered · ⚑ flagged");
    expect(overview).toContain("2 · ○ unanswered");
  });
});

const short: Attempt = {
  id: "mi8pn2zk",
  version: 1,
  module: "mock",
  seed: "seed",
  startedAt: at,
  endsAt: at,
  extraTime: false,
  position: 0,
  items: [
    { questionId: "http.single", rev: 1, flagged: true, response: ["again"] },
    { questionId: "http.other", rev: 1, flagged: false },
  ],
};

describe("an exam", () => {
  it("has a heading that fits on one line on a phone", () => {
    expect(words.exams.heading("mock", 60, 60, "in 89 minutes").length).toBeLessThanOrEqual(44);
  });

  it("has Back and Next side by side, then Flag, Overview and Submit", () => {
    const shown = renderExam({ state: "open", attempt: short, item: { questionId: "x", rev: 1, flagged: false } });
    expect(textOf(shown)).toMatch(/Back\nNext\nRemove flag\nOverview\nSubmit$/);
  });

  it("shows what will be submitted and the time left", () => {
    expect(textOf(renderConfirmSubmit(short))).toMatch(
      /^### Submit Mock exam\?\n1 question is unanswered, 1 flagged\. Submit anyway\?\n-# Time runs out <t:1795000000:R>\./,
    );
  });

  it.each([
    ["mock", 41, 60, 42, "### Mock exam · 41 of 60 correct · not passed\n"],
    ["mock", 42, 60, 42, "### Mock exam · 42 of 60 correct · passed!\n"],
    ["a", 13, 20, 14, "### Module A · 13 of 20 correct\n"],
    ["a", 14, 20, 14, "### Module A · 14 of 20 correct\n"],
  ])("has a verdict only if it's the mock exam: %s, %i of %i", (module, correct, total, passMark, heading) => {
    const report = textOf(renderReport({ result: { ...result, module, correct, total, passMark } }));
    expect(report.slice(0, heading.length)).toBe(heading);
    const shared = textOf(renderShared({ ...result, module, correct, total, passMark }, "1"));
    expect(shared.includes("passed")).toBe(module === "mock");
  });

  it.each([
    ["a", 9, 20, "**26–66%** correct. 20 questions can't give a narrower range. That's below the pass mark."],
    ["a", 10, 20, "**30–70%** correct. 20 questions can't give a narrower range. The pass mark is in that range"],
    ["a", 18, 20, "**70–97%** correct. 20 questions can't give a narrower range. The pass mark is in that range"],
    ["a", 19, 20, "**76–99%** correct. 20 questions can't give a narrower range. That's above the pass mark."],
    ["mock", 42, 60, "**57–80%** correct. 60 questions can't give a narrower range.\n"],
  ])("shows the certainty of a score in the exam %s: %i of %i", (module, correct, total, expected) => {
    const passMark = total * 0.7;
    const report = textOf(renderReport({ result: { ...result, module, correct, total, passMark } }));
    expect(report).toContain(`With other questions, you'd probably get ${expected}`);
    const results = [{ ...result, module, correct, total, passMark }];
    const readiness = { shown: false as const, missing: [], missingTotal: 1 };
    const listed = textOf(renderHistory({ results, readiness, trends: new Map() }));
    expect(listed.includes(", likely ")).toBe(module === "a");
  });

  it("shows no range if all its questions were removed", () => {
    const report = textOf(renderReport({ result: { ...result, correct: 0, total: 0, topics: [], missed: [] } }));
    expect(report).not.toContain("With other questions");
  });

  it("shows the weakest topics first in its bars and its advice", () => {
    const topics = [
      { topic: "http" as const, correct: 5, total: 5 },
      { topic: "git" as const, correct: 1, total: 3 },
      { topic: "sql" as const, correct: 2, total: 6 },
    ];
    expect(sortWeakestFirst(topics).map(({ topic }) => topic)).toEqual(["sql", "git", "http"]);
    const result = { ...short, endedAt: at, timedOut: false, passMark: 10, correct: 8, topics, missed: [] };
    const report = textOf(renderReport({ result: { ...result, total: 14 } }));
    expect(report).toContain(
      ["`▇▇···   2/6` **SQL**", "`▇▇···   1/3` **Git, GitHub, GitLab**", "`▇▇▇▇▇   5/5` HTTP and networking"].join(
        "\n",
      ),
    );
    expect(report).toContain("Weakest: **SQL** and **Git, GitHub, GitLab**.");
  });
});
