import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ImportFormat, ImportReport } from "../../../src/features/imports/rules.ts";
import { validateImport } from "../../../src/features/imports/validate-import.ts";
import { ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { type Question, questionSchema } from "../../../src/features/questions/rules.ts";
import { questions } from "../../support/questions.ts";

const guildId = "410000000000000000";
const today = "2026-11-22";
const prefix = ownPrefix(guildId);

function validate(format: ImportFormat, content: string | Uint8Array, bank: readonly Question[] = []): ImportReport {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return validateImport({ format, bytes, guildId, today, bank: bank.map((question) => JSON.stringify(question)) });
}
const questionsOf = (report: ImportReport) =>
  report.questions.map(([, text]) => questionSchema.parse(JSON.parse(text)));
const messagesOf = ({ problems }: ImportReport) => problems.map(({ line, message }) => `${line} ${message}`).join("\n");

const { id: _, ...single } = questions.single();
const item = (over: object = {}) => ({ ...single, ...over });
const fileOf = (...items: object[]) => JSON.stringify({ items }, undefined, 1);

describe("validateImport", () => {
  it("accepts the examples in the documentation", () => {
    const csv = validate("csv", readFileSync("docs/own-questions.csv"));
    expect(csv.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(csv).toMatchObject({ added: 4, changed: 0, unchanged: 0 });

    const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(readFileSync("docs/own-questions.md", "utf8")) ?? [];
    expect(validate("yaml", yaml)).toMatchObject({ added: 1, problems: [] });
  });

  it("fills in missing fields", () => {
    const { rev: _rev, objective: _objective, level: _level, ...bare } = item();
    const [question] = questionsOf(validate("json", fileOf({ ...bare, refs: [{ url: single.refs[0]?.url }] })));
    expect(question).toMatchObject({
      id: `${prefix}a-put-times-out-before-any-response`,
      rev: 1,
      level: "apply",
      objective: "http.own",
      refs: [{ title: "www.rfc-editor.org" }],
    });
  });

  it("accepts enemies from the file, from any server's export and from the built-in bank", () => {
    const enemies = ["lost-put", "own.abc.other", "http.built-in"];
    const file = fileOf(item({ id: "lost-put" }), item({ id: "b", stem: "What does a 404 response mean?", enemies }));
    const report = validate("json", file);
    expect(report.problems).toEqual([]);
    expect(questionsOf(report).map((question) => question.enemies)).toEqual([
      undefined,
      [`${prefix}lost-put`, `${prefix}other`, "http.built-in"],
    ]);
  });

  it.each([[["not an id"]], [[7]], ["http.a"], [[]]])("rejects %j as enemies", (enemies) => {
    expect(messagesOf(validate("json", fileOf(item({ enemies }))))).toMatch(/^\d+ .*enemies/);
  });

  it("parses YAML and JSON alike, with spaces or tabs", () => {
    const yaml = questionsOf(validate("yaml", fileOf(item())));
    expect(yaml).toHaveLength(1);
    expect(questionsOf(validate("json", fileOf(item())))).toEqual(yaml);
    expect(questionsOf(validate("json", JSON.stringify([item()], undefined, "\t")))).toEqual(yaml);
  });

  it.each<[string, ImportFormat, string | Uint8Array, RegExp]>([
    ["an invalid field, with its line", "json", fileOf(item(), item({ difficulty: 4 })), /^\d{2} .*difficulty/],
    ["a broken rule, with its line", "yaml", fileOf(item({ refs: [{ url: "http://x.example" }] })), /^3 .*https/],
    ["two equal questions", "json", fileOf(item(), item({ id: "other" })), /100% similar/],
    [
      "a repeated id",
      "json",
      fileOf(item({ id: "a" }), item({ id: "http.a" }), item({ id: "a" })),
      /already used in line 3/,
    ],
    ["invalid YAML", "yaml", "items: [", /^\d+ /],
    ["invalid JSON", "json", "{", /^\d+ /],
    ["something other than questions", "json", "42", /Expected a list of questions/],
    ["text that isn't UTF-8", "yaml", Uint8Array.of(0x69, 0xff, 0xfe), /isn't UTF-8/],
    ["aliases", "yaml", "items:\n - &a {id: x, stem: [1]}\n - *a", /Aliases/],
    ["deeply nested JSON", "json", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, /nested too deeply/],
    ["deeply nested YAML", "yaml", "[".repeat(50_000), /nested too deeply/],
    ["too many questions", "json", fileOf(...Array.from({ length: 501 }, () => item())), /at most 500 questions/],
    ["CSV without the columns", "csv", "a,b\n1,2", /missing: type, topic, difficulty, stem, answers/],
    ["CSV without rows", "csv", "type,topic,difficulty,stem,answers\n", /no rows/],
    ["CSV that ends in a quote", "csv", 'type,topic,difficulty,stem,answers\n"', /^\d+ /],
    ["an invalid row", "csv", "type,topic,difficulty,stem,answers\nsingle,cooking,1,s,a", /^2 topic/],
    ["a revision that can't increase", "json", fileOf(item({ rev: Number.MAX_SAFE_INTEGER })), /^3 .*rev: /],
    ["a formula", "csv", "type,topic,difficulty,stem,answers,references\n=1+1,http,1,s,a,b", /^2 type/],
  ])("rejects a file with %s", (_what, format, content, problem) => {
    const report = validate(format, content);
    expect(messagesOf(report)).toMatch(problem);
    expect(report.questions).toEqual([]);
  });

  it("compares questions with the bank", () => {
    const twin = questions.single({ id: "http.twin" });
    expect(messagesOf(validate("json", fileOf(item()), [twin]))).toContain("100% similar to http.twin");
  });

  it("counts added, changed and unchanged questions", () => {
    const bank = [
      questions.single({ id: `${prefix}one` }),
      questions.order({ id: `${prefix}two`, stem: "Put the steps of a first request in order." }),
    ];
    const edited = { ...bank[0], stem: "Which of these can a client do after a PUT timed out?", rev: 1 };
    const added = questions.number({ id: `${prefix}three`, stem: "How many bytes are in a kibibyte?" });
    const report = validate("json", fileOf(edited, { ...bank[1] }, added), bank);
    expect(report).toMatchObject({ added: 1, changed: 1, unchanged: 1 });
    expect(questionsOf(report)).toMatchObject([
      { id: `${prefix}one`, rev: 2 },
      { id: `${prefix}three`, rev: 1 },
    ]);
  });
});
