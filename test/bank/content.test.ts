import { describe, expect, it } from "vitest";
import { examShortages, loadExams } from "../../src/bank/exams.ts";
import { lint } from "../../src/bank/lint.ts";
import { readSources } from "../../src/bank/sources.ts";
import { type BankStatistics, bankStatistics } from "../../src/bank/statistics.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";

const files = readSources("content");
/** A fixed date, so that tests don't fail once a review is due. */
const { questions, findings } = lint(files, { today: "2026-11-22" });
const bank = bankStatistics(questions);

function share({ count }: BankStatistics, part: number | undefined): number {
  return (part ?? 0) / count;
}

describe("the built-in bank", () => {
  it("has no errors", () => {
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("has warnings for at most 5% of its questions", () => {
    const warned = new Set(findings.map(({ id }) => id)).size;
    expect(warned).toBeLessThanOrEqual(questions.length * 0.05);
  });

  it("fills every module and two mock exams", () => {
    expect(examShortages(loadExams("content"), questions)).toEqual([]);
  });

  it("has at least 1,250 questions, half of them with an answer that a program verifies", () => {
    expect(questions.length).toBeGreaterThanOrEqual(1_250);
    expect(questions.filter(({ run }) => run).length).toBeGreaterThanOrEqual(questions.length / 2);
  });

  it("has enough questions of each type", () => {
    const { byType } = bank;
    expect(share(bank, byType.get("multi")), "multi").toBeGreaterThanOrEqual(0.05);
    expect(share(bank, (byType.get("short") ?? 0) + (byType.get("number") ?? 0)), "typed").toBeGreaterThanOrEqual(0.05);
    expect(share(bank, byType.get("order")), "order").toBeGreaterThanOrEqual(0.02);
  });

  it("doesn't reveal answers by their length", () => {
    expect(bank.singles.longestIsCorrect).toBeLessThanOrEqual(0.33);
    expect(bank.singles.shortestIsCorrect).toBeLessThanOrEqual(0.33);
  });
});

describe.each(TOPICS)("topic %s", (topic) => {
  const statistics = bank.byTopic.get(topic) ?? bankStatistics([]);

  it("has at least 30 questions", () => {
    expect(statistics.count).toBeGreaterThanOrEqual(30);
  });

  it("has at most 60% recall questions", () => {
    expect(share(statistics, statistics.byLevel.get("recall"))).toBeLessThanOrEqual(0.6);
  });
});

it.each(["languages", "sql", "git", "algorithms", "os"] as const)(
  "at least a fifth of the questions on %s show code",
  (topic) => {
    const statistics = bank.byTopic.get(topic) ?? bankStatistics([]);
    expect(share(statistics, statistics.withCode)).toBeGreaterThanOrEqual(0.2);
  },
);
