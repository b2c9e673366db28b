import { describe, expect, it } from "vitest";
import { postDate } from "../../../src/features/daily/rules.ts";
import type { Attempt } from "../../../src/features/exams/attempt-rules.ts";
import { renderConfirmSubmit, renderExam } from "../../../src/features/exams/attempt-view.ts";
import { renderReport } from "../../../src/features/exams/report-view.ts";
import { sortWeakestFirst } from "../../../src/features/exams/rules.ts";
import { explain } from "../../../src/features/questions/feedback-view.ts";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import { renderAddedToReview } from "../../../src/features/review/view.ts";
import { en as words } from "../../../src/text/en/index.ts";
import { textOf } from "../../support/messages.ts";
import { questions } from "../../support/questions.ts";

/** What a line of small print holds on a phone 375 px wide; the browser test measures the widest of them. */
const ONE_LINE = 44;
const at = 1_795_000_000_000;
const attempt: Attempt = {
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

describe("the heading of a quiz or an exam", () => {
  it("keeps to one line of a phone", () => {
    const quizzes = TOPICS.flatMap((topic) =>
      Object.values(words.quiz.kinds).map((kind) => words.quiz.heading(kind, topic, 20, 20)),
    );
    const exam = words.exams.heading("mock", 60, 60, "in 89 minutes");
    expect([...quizzes, exam].filter((heading) => heading.length > ONE_LINE)).toEqual([]);
  });
});

describe("an exam", () => {
  it("has Back and Next side by side, then Flag, Overview, Submit", () => {
    const shown = renderExam({ state: "open", attempt, item: { questionId: "x", rev: 1, flagged: false } });
    expect(textOf(shown)).toMatch(/Back\nNext\nRemove flag\nOverview\nSubmit$/);
  });

  it("says what would be submitted, and how long there is time for more", () => {
    expect(textOf(renderConfirmSubmit(attempt))).toMatch(
      /^### Submit Mock exam\?\n1 question is unanswered, 1 flagged\. Submit anyway\?\n-# Your time ends <t:1795000000:R>\./,
    );
  });

  it("shows the same topics first in its bars and in its advice", () => {
    const topics = [
      { topic: "http" as const, correct: 5, total: 5 },
      { topic: "git" as const, correct: 1, total: 3 },
      { topic: "sql" as const, correct: 2, total: 6 },
    ];
    expect(sortWeakestFirst(topics).map(({ topic }) => topic)).toEqual(["sql", "git", "http"]);
    const result = { ...attempt, endedAt: at, timedOut: false, passMark: 10, correct: 8, topics, missed: [] };
    const report = textOf(renderReport({ result: { ...result, total: 14 } }));
    expect(report).toContain(
      ["`▇▇···   2/6` **SQL**", "`▇▇···   1/3` **Git, GitHub, GitLab**", "`▇▇▇▇▇   5/5` HTTP and networking"].join(
        "\n",
      ),
    );
    expect(report).toContain("Weakest: **SQL** and **Git, GitHub, GitLab**.");
  });
});

it("puts a wrong order above the right one, line by line", () => {
  expect(explain(questions.order(), ["connect", "resolve", "secure"], false).slice(0, 8)).toEqual([
    "Your order:",
    "1. Open the connection",
    "2. Resolve the name",
    "3. Shake hands for TLS",
    "Correct order:",
    "1. Resolve the name",
    "2. Open the connection",
    "3. Shake hands for TLS",
  ]);
});

it("shows that a card is due, without the time since", () => {
  expect(textOf(renderAddedToReview({ due: at, isDue: true }))).toBe(
    "This question is due for review now. Start with `/review`.",
  );
});

it("names a thread by the day its question was due on, wherever that was", () => {
  expect(postDate({ slotId: "3-2026-11-22", slotAt: at })).toBe("2026-11-22");
  expect(postDate({ slotId: "3-now-7", slotAt: Date.UTC(2026, 10, 23, 1) })).toBe("2026-11-23");
  expect(words.question.thread("2026-11-22", "os", "What is a zombie?")).toBe(
    "2026-11-22 · Linux and systems · What is a zombie?",
  );
});
