import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { examShortages, loadExams } from "../../src/bank/exams.ts";
import { isExamQuestion } from "../../src/features/exams/rules.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { TOPICS, type Topic } from "../../src/features/questions/topic-rules.ts";
import { questions } from "../support/questions.ts";

const exams = loadExams("content");
const written = readFileSync("content/exams.yaml", "utf8");

function bankOf(counts: (topic: Topic) => number): Question[] {
  return TOPICS.flatMap((topic) => Array.from({ length: counts(topic) }, () => questions.single({ topic })));
}

function loadChanged(change: (text: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), "rootine-exams-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "exams.yaml"), change(written));
  return () => loadExams(folder);
}

describe("exams.yaml", () => {
  it("has six modules of 20 questions and a mock exam of 60", () => {
    expect(exams.modules).toHaveLength(6);
    expect(exams.module).toEqual({ items: 20, minutes: 30 });
    expect(Object.values(exams.mock.items).reduce((sum, items) => sum + items)).toBe(60);
    expect(exams).toMatchObject({ pass_share: 0.7, mock: { minutes: 90 } });
  });
});

describe("examShortages", () => {
  it("requires two mock exams without repeats and every module", () => {
    expect(
      examShortages(
        exams,
        bankOf((topic) => Math.max(10, 2 * exams.mock.items[topic])),
      ),
    ).toEqual([]);
    expect(
      examShortages(
        exams,
        bankOf((topic) => (topic === "sql" ? 9 : 20)),
      ),
    ).toEqual([expect.stringContaining("sql: 2 mock exams need 10")]);
    expect(
      examShortages(
        exams,
        bankOf((topic) => 2 * exams.mock.items[topic]),
      ),
    ).toContainEqual(expect.stringContaining("module d needs 20"));
  });

  it("ignores true/false and retired questions", () => {
    expect(
      [questions.single(), questions.trueFalse(), questions.number({ retired: "2026-01-01" })].map(isExamQuestion),
    ).toEqual([true, false, false]);
  });
});

describe("loadExams", () => {
  it.each([
    {
      what: "a topic in two modules",
      change: (text: string) => text.replace("[apis, identity]", "[apis, http]"),
      line: 6,
    },
    { what: "two modules with the same id", change: (text: string) => text.replace("id: b", "id: a"), line: 6 },
    { what: "a topic missing from the mock", change: (text: string) => text.replace("    sql: 5\n", ""), line: 17 },
    {
      what: "an unknown field",
      change: (text: string) => text.replace("  minutes: 90", "  minutes: 90\n  hours: 2"),
      line: 16,
    },
  ])("reports $what with its line", ({ change, line }) => {
    expect(loadChanged(change)).toThrow(`exams.yaml:${line}: error:`);
  });
});
