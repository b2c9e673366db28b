import { describe, expect, it } from "vitest";
import { formatOf, importedId, importReportSchema, revise } from "../../../src/features/imports/rules.ts";
import { ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { questions } from "../../support/questions.ts";

const guildId = "410000000000000000";
const prefix = ownPrefix(guildId);

describe("formatOf", () => {
  it.each([
    ["questions.yaml", "yaml"],
    ["Questions.YML", "yaml"],
    ["my.questions.json", "json"],
    ["questions.csv", "csv"],
  ])("recognizes the file name %j", (name, format) => expect(formatOf(name)).toBe(format));

  it.each(["questions", "questions.txt", "constructor"])("rejects the file name %j", (name) =>
    expect(formatOf(name)).toBeUndefined(),
  );
});

describe("importedId", () => {
  it.each([
    ["lost-put", "lost-put"],
    [`${ownPrefix("420000000000000000")}lost-put`, "lost-put"],
    [`${prefix}lost-put`, "lost-put"],
    ["http.lost-put", "http-lost-put"],
    ["What is PUT?", "what-is-put"],
    ["by-510000000000000001", "by"],
    ["404", "404"],
    ["404-not", "404-not"],
    ["404-not-found", "404-not-found"],
    ["404_not", "question-404-not"],
    ["-404", "question-404"],
    ["404-", "question-404"],
    ["404--not", "question-404-not"],
  ])("turns %s into %s in this guild", (given, words) => expect(importedId(guildId, given)).toBe(prefix + words));

  it("keeps whole words up to an id of 60 characters", () => {
    const longest = "x".repeat(60 - prefix.length);
    expect(importedId(guildId, longest)).toBe(prefix + longest);
    const shortened = importedId(guildId, `${longest}x`);
    expect(shortened.length).toBeLessThan(60);
    expect(shortened.startsWith(`${prefix}xxx`)).toBe(true);
  });
});

describe("importReportSchema", () => {
  const problem = { line: 3, severity: "warning", message: "The stem is long." };
  const report = { questions: [["own.a.b", "{}"]], added: 1, changed: 0, unchanged: 2, problems: [problem] };

  it.each(["error", "warning"])("parses a report with an %s", (severity) => {
    const sent = { ...report, problems: [{ ...problem, severity }] };
    expect(importReportSchema.parse(sent)).toEqual(sent);
  });

  it.each([
    { questions: [["own.a.b"]] },
    { added: 0.5 },
    { problems: [{ ...problem, severity: "hint" }] },
    { problems: [{ ...problem, line: undefined }] },
  ])("rejects %j", (change) => expect(importReportSchema.safeParse({ ...report, ...change }).success).toBe(false));
});

describe("revise", () => {
  const current = questions.single({ rev: 3 });

  it("returns a new question unchanged", () => {
    expect(revise(current, undefined)).toBe(current);
  });

  it.each([1, 3])("returns nothing for the same question with revision %i", (rev) => {
    expect(revise({ ...current, rev }, current)).toBeUndefined();
  });

  it("increments the revision when the content changed", () => {
    expect(revise({ ...current, rev: 1, stem: "What is new?" }, current)).toMatchObject({ rev: 4 });
  });

  it("uses a higher revision from the file", () => {
    expect(revise({ ...current, rev: 9 }, current)).toMatchObject({ rev: 9 });
  });

  it("doesn't change the revision when a question is retired or restored", () => {
    expect(revise({ ...current, rev: 1, retired: "2026-11-22" }, current)).toMatchObject({ rev: 3 });
    expect(revise(current, { ...current, retired: "2026-11-22" })).toEqual(current);
  });
});
