import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examProblems, examShortages, loadExams } from "../../src/bank/exams.ts";
import { isExaminable } from "../../src/features/exams/rules.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { TOPICS, type Topic } from "../../src/features/questions/topic-rules.ts";
import { number, single, trueFalse } from "../support/bank/sample.ts";

const exams = loadExams("content");
const written = readFileSync("content/exams.yaml", "utf8");

function bankOf(counts: (topic: Topic) => number): Question[] {
  return TOPICS.flatMap((topic) => Array.from({ length: counts(topic) }, () => single({ topic })));
}

function problemsWith(change: (text: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), "rootine-exams-"));
  writeFileSync(join(folder, "exams.yaml"), change(written));
  const problems = examProblems(
    folder,
    bankOf(() => 20),
  );
  rmSync(folder, { recursive: true });
  return problems;
}

describe("the exams", () => {
  it("are six modules of 20 items in 30 minutes and a mock of 60 in 90", () => {
    expect(exams.modules).toHaveLength(6);
    expect(exams.module).toEqual({ items: 20, minutes: 30 });
    expect(Object.values(exams.mock.items).reduce((sum, items) => sum + items)).toBe(60);
    expect(exams).toMatchObject({ pass_share: 0.7, mock: { minutes: 90 } });
  });
});

describe("a bank for the exams", () => {
  it("has twice as many items of each topic as the mock, and enough for each module", () => {
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

  it("counts neither true/false nor retired items", () => {
    expect([single(), trueFalse(), number({ retired: "2026-01-01" })].map(isExaminable)).toEqual([true, false, false]);
  });
});

describe("a broken exams.yaml", () => {
  it.each([
    {
      what: "a topic in two modules",
      change: (text: string) => text.replace("[apis, identity]", "[apis, http]"),
      line: 6,
    },
    { what: "two modules of one name", change: (text: string) => text.replace("id: b", "id: a"), line: 6 },
    { what: "a topic missing from the mock", change: (text: string) => text.replace("    sql: 5\n", ""), line: 17 },
    {
      what: "an unknown field",
      change: (text: string) => text.replace("  minutes: 90", "  minutes: 90\n  hours: 2"),
      line: 16,
    },
  ])("names the line of $what", ({ change, line }) => {
    expect(problemsWith(change)).toMatchObject([{ line, file: expect.stringContaining("exams.yaml") }]);
  });
});
