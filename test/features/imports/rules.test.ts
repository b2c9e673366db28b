import { describe, expect, it } from "vitest";
import { formatOf, importedId, revise } from "../../../src/features/imports/rules.ts";
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
  ])("recognizes %s", (name, format) => expect(formatOf(name)).toBe(format));

  it.each(["questions", "questions.txt", "constructor"])("rejects %s", (name) =>
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
  ])("turns %s into %s in this guild", (given, words) => expect(importedId(guildId, given)).toBe(prefix + words));
});

describe("revise", () => {
  const current = questions.single({ rev: 3 });

  it("returns a new question unchanged", () => {
    expect(revise(current, undefined)).toBe(current);
  });

  it.each([1, 3])("ignores the same question with revision %i", (rev) => {
    expect(revise({ ...current, rev }, current)).toBeUndefined();
  });

  it("raises the revision when the content changed", () => {
    expect(revise({ ...current, rev: 1, stem: "What is new?" }, current)).toMatchObject({ rev: 4 });
  });

  it("keeps a higher revision from the file", () => {
    expect(revise({ ...current, rev: 9 }, current)).toMatchObject({ rev: 9 });
  });

  it("keeps the revision when a question is retired or restored", () => {
    expect(revise({ ...current, rev: 1, retired: "2026-11-22" }, current)).toMatchObject({ rev: 3 });
    expect(revise(current, { ...current, retired: "2026-11-22" })).toEqual(current);
  });
});
