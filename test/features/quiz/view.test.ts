import { describe, expect, it } from "vitest";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import type { Quiz, QuizAnswer } from "../../../src/features/quiz/rules.ts";
import type { QuizSummary } from "../../../src/features/quiz/summary-service.ts";
import { renderQuiz } from "../../../src/features/quiz/view.ts";
import { en as words } from "../../../src/text/en/index.ts";
import { textOf } from "../../support/messages.ts";
import { questions } from "../../support/questions.ts";

/** The characters of a heading that fit on a phone 375 px wide; a browser test measures the widest heading. */
const ONE_LINE = 44;
const at = 1_795_000_000_000;
const item = (questionId: string) => ({ questionId, rev: 1, rating: { difficulty: 0, answers: 0 } });
const quiz: Quiz = {
  ...{ id: "q1", kind: "quiz", seed: "seed", guildId: "1", zone: "UTC", retry: false, answers: [], shownAt: at },
  ...{ items: [item("http.single"), item("http.other")], ended: false, version: 1 },
};
const question = questions.single();
const answer = (correct: boolean): QuizAnswer => ({
  response: [correct ? "again" : "post"],
  correct,
  at,
  earns: correct,
});
const show = (screen: Parameters<typeof renderQuiz>[0]) => textOf(renderQuiz(screen));

describe("a question of a quiz", () => {
  const screen = { show: "question", quiz, position: 0, question } as const;

  it("shows the progress as dots and in words", () => {
    expect(show(screen)).toContain("Quiz · HTTP and networking · 1 of 2");
    expect(show(screen)).toContain("medium · ○ ○  0 of 2 answered");
    expect(show(screen)).toMatch(/End quiz$/);
  });

  it("explains that it resumes a quiz or replaces a question that was just posted", () => {
    expect(show({ ...screen, notice: "resumed" })).toMatch(/^You're picking up your quiz where you left off\./);
    expect(show({ ...screen, notice: "skipped" })).toMatch(
      /^That question, or one on the same subject, was just posted in one of your servers/,
    );
  });

  it("has a heading that fits on one line on a phone", () => {
    const headings = TOPICS.flatMap((topic) =>
      Object.values(words.quiz.kinds).map((kind) => words.quiz.heading(kind, topic, 20, 20)),
    );
    expect(headings.filter((heading) => heading.length > ONE_LINE)).toEqual([]);
  });
});

describe("the feedback in a quiz", () => {
  const feedback = (correct: boolean, over: Partial<Quiz> = {}, alreadyAnswered = false) =>
    show({
      ...{ show: "feedback", position: 0, question, answer: answer(correct), alreadyAnswered },
      ...{ quiz: { ...quiz, answers: [answer(correct)], ...over }, settle: async () => undefined },
    });

  it("shows whether the answer was correct, and why", () => {
    expect(feedback(true)).toContain("✓ **Correct!**");
    expect(feedback(false)).toContain("✗ **Not quite.**");
    expect(feedback(false)).toContain("PUT is idempotent");
    expect(feedback(true)).toMatch(/Next\nEnd quiz\nReport a problem$/);
  });

  it("shows the first answer if the question was already answered", () => {
    expect(feedback(true, {}, true)).toContain("You already answered **Send the same PUT again** at <t:1795000000:t>");
  });

  it("leads to the results after the last question, and offers no report in direct messages", () => {
    expect(feedback(true, { items: [item("http.single")] })).toMatch(/Show results\nReport a problem$/);
    expect(feedback(true, { ended: true })).toMatch(/Next\nReport a problem$/);
    const { guildId: _, ...direct } = { ...quiz, answers: [answer(true)] };
    const screen = { show: "feedback", quiz: direct, position: 0, question, answer: answer(true) } as const;
    expect(show({ ...screen, alreadyAnswered: false, settle: async () => undefined })).toMatch(/Next\nEnd quiz$/);
  });
});

describe("the summary of a quiz", () => {
  const summary = (over: Partial<QuizSummary>) => show({ show: "summary", quiz, results: [], ...over });
  const results = [true, false].map((correct) => ({ question, correct }));

  it("shows the score by topic and the points", () => {
    const shown = summary({ results, points: 4 });
    expect(shown).toContain("### Quiz · 1 of 2 correct");
    expect(shown).toContain("HTTP and networking  ▇▁  1 of 2");
    expect(shown).toContain("+4 points");
    expect(shown).not.toContain("You earn points the first time");
    expect(shown).toMatch(/Retry missed questions$/);
  });

  it("explains why it earned fewer points than there were correct answers", () => {
    expect(summary({ results, points: 0 })).toContain("You earn points the first time");
    expect(summary({ results })).toContain("You only earn points in a server");
    expect(summary({ results, quiz: { ...quiz, retry: true } })).toContain("Retries don't earn points");
  });

  it("offers no retry if no question was missed", () => {
    expect(summary({ results: results.slice(0, 1), points: 4 })).not.toContain("Retry missed questions");
    expect(summary({})).toContain("### Quiz · no answers");
  });

  it("shows when missed questions come back, or what is due next in a review", () => {
    expect(summary({ comesBack: { count: 2, first: at } })).toContain("2 questions come back in your `/review`");
    const outlook = { now: 0, today: 0, tomorrow: 1, next: at };
    expect(summary({ quiz: { ...quiz, kind: "review" }, outlook })).toContain("Your next card is due <t:1795000000:R>");
  });
});
