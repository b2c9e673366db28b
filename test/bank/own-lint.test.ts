import { describe, expect, it } from "vitest";
import { lintAmong, lintOwnQuestion, prepareBank } from "../../src/bank/own-lint.ts";
import { today } from "../support/bank/describe-rule.ts";
import { options, withOptions } from "../support/bank/options.ts";
import { questions } from "../support/questions.ts";

const own = { id: "own.server.lost-put" };
const lint = (over: object) => lintOwnQuestion(questions.single({ ...own, ...over }), today);

describe("lintOwnQuestion", () => {
  it("accepts ids that don't start with the topic, and code that isn't run", () => {
    expect(lint({ stem: "What does this print?", code: { language: "python", text: "print(2 + 3)" } })).toEqual([]);
  });

  it("names the part of the question that has the error", () => {
    expect(lint({ options: options({ one: "One", same: "One", two: "Two" }, ["one"]) })).toMatchObject([
      { severity: "error", at: "options same" },
    ]);
  });

  it("limits the total length of a question", () => {
    const long = withOptions("x".repeat(500), "y".repeat(500), "z".repeat(500));
    expect(lint({ ...long, ...own })).toMatchObject([
      { at: "stem", message: expect.stringContaining("3000 characters") },
    ]);
  });

  it.each([
    ["a code block outside the code field", { stem: "What is this?\n```\nx" }],
    ["a link that hides its target", { stem: "What is [this](https://example.com)?" }],
    ["a right-to-left override", { stem: "What is this?\u202e" }],
    ["a control character in code", { code: { language: "yaml", text: "a\u0007" } }],
  ])("rejects %s", (_what, over) => {
    expect(lint(over)).toMatchObject([{ severity: "error" }]);
  });

  it("accepts Markdown in code", () => {
    expect(lint({ code: { language: "markdown", text: "[this](https://example.com)" } })).toEqual([]);
  });
});

describe("lintAmong", () => {
  const question = questions.single(own);

  it("reports the most similar question", () => {
    const others = [questions.order(), questions.single({ id: "http.twin" })];
    expect(lintAmong(question, prepareBank(others), today)).toMatchObject([
      { severity: "error", message: expect.stringContaining("100% similar to http.twin") },
    ]);
  });

  it("doesn't reveal whether a copied question has the same answer", () => {
    const others = prepareBank([questions.single({ id: "http.twin" })]);
    const copies = ["lost-put", "a"].map((id) =>
      questions.single({ ...own, options: options({ "lost-put": "One", a: "Two" }, [id]) }),
    );
    const messages = copies.map((copy) => lintAmong(copy, others, today).filter(({ at }) => at === "stem"));
    expect(messages[0]).toMatchObject([{ message: expect.stringContaining("100% similar to http.twin") }]);
    expect(messages[1]).toEqual(messages[0]);
  });

  it("doesn't compare a question with itself", () => {
    expect(lintAmong(question, prepareBank([question]), today)).toEqual([]);
  });
});
