import { describe, expect, it } from "vitest";
import { examShortages, loadExams } from "../../src/bank/exams.ts";
import { type BankFigures, figuresOf } from "../../src/bank/figures.ts";
import { lint } from "../../src/bank/lint.ts";
import { readSources } from "../../src/bank/source.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";

const files = readSources("content");
const days = files.flatMap(({ text }) => text.match(/(?<=checked: )[\d-]{10}/g) ?? []).sort();
/** Judged on the day it was last worked on: age alone fails no test, the linter says it. */
const { questions, findings } = lint(files, { today: days.at(-1) ?? "2026-11-22" });
const bank = figuresOf(questions);

function share({ items }: BankFigures, count: number | undefined): number {
  return (count ?? 0) / items;
}

describe("the built-in bank", () => {
  it("has no error", () => {
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("warns of at most 5% of its items", () => {
    const warned = new Set(findings.map(({ id }) => id)).size;
    console.log(`${questions.length} questions, ${warned} with a warning`);
    expect(warned).toBeLessThanOrEqual(questions.length * 0.05);
  });

  it("fills every module, and the mock exam twice over", () => {
    expect(examShortages(loadExams("content"), questions)).toEqual([]);
  });

  it("has at least 120 keys that are proven by running a program", () => {
    expect(bank.withRun).toBeGreaterThanOrEqual(120);
  });

  it("lets no one guess by length", () => {
    expect(bank.singles.longestIsKey).toBeLessThanOrEqual(0.33);
    expect(bank.singles.shortestIsKey).toBeLessThanOrEqual(0.33);
  });
});

describe.each(TOPICS)("the topic %s", (topic) => {
  const figures = bank.byTopic.get(topic) ?? figuresOf([]);
  const { byType, byLevel, byDifficulty } = figures;

  it("has at least 30 questions", () => {
    expect(figures.items).toBeGreaterThanOrEqual(30);
  });

  it("is about 40% easy, 40% medium and 20% hard", () => {
    for (const [difficulty, aim] of Object.entries({ 1: 0.4, 2: 0.4, 3: 0.2 })) {
      expect(
        Math.abs(share(figures, byDifficulty.get(difficulty)) - aim),
        `difficulty ${difficulty}`,
      ).toBeLessThanOrEqual(0.15);
    }
  });

  it("asks for recall in at most 60%", () => {
    expect(share(figures, byLevel.get("recall"))).toBeLessThanOrEqual(0.6);
  });

  it("has enough of each type", () => {
    expect(share(figures, byType.get("multi")), "multi").toBeGreaterThanOrEqual(0.08);
    expect(share(figures, (byType.get("short") ?? 0) + (byType.get("number") ?? 0)), "typed").toBeGreaterThanOrEqual(
      0.05,
    );
    expect(share(figures, byType.get("order")), "order").toBeGreaterThanOrEqual(0.03);
  });
});

it.each(["languages", "sql", "git", "algorithms", "os"] as const)("shows code in at least 20%% of %s", (topic) => {
  const figures = bank.byTopic.get(topic) ?? figuresOf([]);
  expect(share(figures, figures.withCode)).toBeGreaterThanOrEqual(0.2);
});
