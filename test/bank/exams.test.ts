import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { examShortages, loadExams } from "../../src/bank/exams.ts";
import { isExamQuestion } from "../../src/features/exams/rules.ts";
import { LANGUAGES, type Question } from "../../src/features/questions/rules.ts";
import { TOPICS, type Topic } from "../../src/features/questions/topic-rules.ts";
import { questions } from "../support/questions.ts";

const exams = loadExams("content");
const written = readFileSync("content/exams.yaml", "utf8");

/** Questions with distinct objectives and ids; a third each is easy, medium and hard. */
function bankOf(
  counts: (topic: Topic) => number,
  over: (index: number, topic: Topic) => object = () => ({}),
): Question[] {
  return TOPICS.flatMap((topic) =>
    Array.from({ length: counts(topic) }, (_, index) =>
      questions.single({
        id: `${topic}.q${index}`,
        topic,
        objective: `${topic}.o${index}`,
        difficulty: (index % 3) + 1,
        ...over(index, topic),
      }),
    ),
  );
}

function loadChanged(change: (text: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), "rootine-exams-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "exams.yaml"), change(written));
  return () => loadExams(folder);
}

describe("exams.yaml", () => {
  it("defines six modules of 20 questions and a mock exam of 60", () => {
    expect(exams.modules).toHaveLength(6);
    expect(exams.module).toEqual({ items: 20, minutes: 30 });
    expect(Object.values(exams.mock.items).reduce((sum, items) => sum + items)).toBe(60);
    expect(exams).toMatchObject({ pass_share: 0.7, mock: { minutes: 90 } });
  });
});

describe("examShortages", () => {
  const shortagesWith = (...bank: Parameters<typeof bankOf>) => examShortages(exams, bankOf(...bank)).join("\n");

  it("requires every module and two mock exams without repeats", () => {
    expect(shortagesWith(() => 20)).toBe("");
    expect(shortagesWith((topic) => (topic === "http" ? 6 : 20))).toContain(
      "Module a needs 7 http questions that fit together; the bank has 6.",
    );
    expect(shortagesWith((topic) => (topic === "http" ? 7 : 20))).toBe(
      "A second mock exam needs 4 http questions that fit together; the bank has 3.",
    );
    expect(shortagesWith((topic) => (topic === "http" ? 8 : 20))).toBe("");
    expect(shortagesWith(() => 1)).toContain("The mock exam needs 60 questions that fit together; the bank has 16.");
  });

  it("requires each difficulty's quota", () => {
    const onlyHard = (index: number) => (index % 3 === 1 ? { difficulty: 3 } : {});
    expect(shortagesWith(() => 20, onlyHard)).toContain("The mock exam needs 24 medium questions that fit together");
  });

  it("requires enough questions that aren't enemies and don't share an objective", () => {
    const git = (change: object) => (index: number, topic: Topic) => (topic === "git" && index < 15 ? change : {});
    expect(shortagesWith(() => 20, git({ objective: "git.same" }))).toBe("");
    expect(shortagesWith(() => 19, git({ objective: "git.same" }))).toContain("Module a needs 6 git questions");
    expect(shortagesWith(() => 19, git({ enemies: TOPICS.slice(0, 1).map(() => "git.q0") }))).toBe("");
    const rivals = Array.from({ length: 15 }, (_, index) => `git.q${index}`);
    expect(shortagesWith(() => 19, git({ enemies: rivals }))).toContain("Module a needs 6 git questions");
  });

  it("requires complete exams for each single language, filled up from other topics if necessary", () => {
    const php = (first: number) => (index: number) => (index >= first ? { language: "php" } : {});
    expect(shortagesWith(() => 20, php(10))).toBe("");
    expect(
      shortagesWith(
        () => 20,
        (index, topic) => (topic === "languages" ? php(0)(index) : {}),
      ),
    ).toBe("");
    const others = LANGUAGES.filter((language) => language !== "php");
    expect(shortagesWith(() => 20, php(9)).split("\n")).toEqual(
      ["b", "d", "e"].flatMap((module) =>
        others.map(
          (language) =>
            `Module ${module} for members who chose only ${language} needs 20 questions that fit together; the bank has 18.`,
        ),
      ),
    );
  });

  it("ignores true/false and retired questions", () => {
    expect(
      [questions.single(), questions.trueFalse(), questions.number({ retired: "2026-01-01" })].map(isExamQuestion),
    ).toEqual([true, false, false]);
  });
});

describe("loadExams", () => {
  it.each<[string, (text: string) => string, number]>([
    ["a topic in two modules", (text) => text.replace("[apis, identity]", "[apis, http]"), 13],
    ["two modules with the same id", (text) => text.replace("id: b", "id: a"), 13],
    ["a topic missing from the mock exam", (text) => text.replace("    sql: 5\n", ""), 24],
    ["shares that don't add up to 1", (text) => text.replace("hard: 0.2", "hard: 0.3"), 6],
    ["an unknown field", (text) => text.replace("  minutes: 90", "  minutes: 90\n  hours: 2"), 23],
  ])("reports the line of %s", (_, change, line) => {
    expect(loadChanged(change)).toThrow(`exams.yaml:${line}: error:`);
  });
});
