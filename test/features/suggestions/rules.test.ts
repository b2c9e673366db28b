import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Form, parseForm } from "../../../src/features/suggestions/rules.ts";

const form: Form = {
  type: "single",
  topic: "http",
  difficulty: 2,
  level: "apply",
  stem: "A PUT times out before any response arrives.\nWhat may the client do?",
  code: "",
  answers: [
    "* Send the same PUT again — PUT is idempotent, so repeating it has the same effect.",
    "Send the body as a POST -- POST is not idempotent by default.",
    "Assume the update failed",
    "> The server may have applied it",
    "> before the reply was lost.",
  ].join("\n"),
  why: "",
  references: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 RFC 9110, section 9.2.2",
};
const read = (change: Partial<Form> = {}) => parseForm({ ...form, ...change }, "own.abc.lost-put", "2026-11-22");
const issuesOf = (change: Partial<Form>) => read(change).issues?.map(({ kind }) => kind) ?? [];

describe("parseForm", () => {
  it("reads one option per line, with marks and explanations", () => {
    expect(read().question).toMatchObject({
      id: "own.abc.lost-put",
      type: "single",
      stem: "A PUT times out before any response arrives. What may the client do?",
      options: {
        "send-the-same-put-again": {
          key: true,
          text: "Send the same PUT again",
          why: "PUT is idempotent, so repeating it has the same effect.",
        },
        "send-the-body-as-a-post": { key: false, text: "Send the body as a POST" },
        "assume-the-update-failed": { key: false, why: "The server may have applied it before the reply was lost." },
      },
      refs: [{ title: "RFC 9110, section 9.2.2", checked: "2026-11-22" }],
    });
  });

  it("makes ids that don't show the order in which texts with the same words were written", () => {
    const stepsOf = (answers: string) => {
      const { question } = read({ type: "order", why: "Each needs the one before.", answers });
      return question?.type === "order" ? question.steps : {};
    };
    const byText = (steps: Record<string, string>) => Object.entries(steps).sort(([, a], [, b]) => (a < b ? -1 : 1));
    for (const lines of [
      ["開く", "読む", "閉じる"],
      ["git add", "git add!", "git push"],
    ]) {
      const steps = stepsOf(lines.join("\n"));
      expect(Object.values(steps)).toEqual(lines);
      expect(byText(stepsOf(lines.toReversed().join("\n")))).toEqual(byText(steps));
    }
    expect(Object.values(stepsOf("same\nsame\nother"))).toEqual(["same", "same", "other"]);
  });

  it("tells hyphens in a text from the dash before its explanation", () => {
    const { question } = read({ answers: "* a - b — c - d\nread-only - no long dash here\nx — y" });
    expect(question).toMatchObject({
      options: { "a-b": { text: "a - b", why: "c - d" }, "read-only": { text: "read-only", why: "no long dash here" } },
    });
  });

  it.each<[string, Partial<Form>, object]>([
    ["several", { type: "multi", answers: "* a — b\n✓ c — d\ne — f\ng — h" }, { type: "multi" }],
    [
      "true or false",
      { type: "true-false", answers: "false — b\n*True — d" },
      { options: { true: { key: true, why: "d" }, false: { key: false, why: "b" } } },
    ],
    [
      "short",
      { type: "short", answers: "ETag\n\nEntity tag ", why: "w" },
      { accept: ["ETag", "Entity tag"], why: "w" },
    ],
    ["number", { type: "number", answers: "15", why: "w" }, { answer: 15, tolerance: 0 }],
    ["number", { type: "number", answers: "-0.5 ± .1 ms", why: "w" }, { answer: -0.5, tolerance: 0.1, unit: "ms" }],
    [
      "order",
      { type: "order", answers: "Resolve\nConnect\n404 it", why: "w" },
      { steps: { resolve: "Resolve", connect: "Connect", "option-404-it": "404 it" } },
    ],
    [
      "code",
      { code: "\n```Python\nprint(1)\n  print(2)\n```\n" },
      { code: { language: "python", text: "print(1)\n  print(2)" } },
    ],
    ["code without a fence", { code: "SELECT 1" }, { code: { language: "text", text: "SELECT 1" } }],
  ])("reads %s", (_, change, expected) => {
    expect(read(change).question).toMatchObject(expected);
  });

  it("keeps steps in the written order, even if they start with digits", () => {
    const { question } = read({ type: "order", answers: "10 last\n2 first\nabc\n1", why: "w" });
    expect(question?.type === "order" && Object.values(question.steps)).toEqual(["10 last", "2 first", "abc", "1"]);
  });

  it.each<[string[], Partial<Form>]>([
    [["missing-why"], { answers: "* a — b\nc\nd — e" }],
    [["wrong-marks"], { answers: "a — b\nc — d\ne — f" }],
    [["wrong-marks"], { answers: "* a — b\n* c — d\ne — f" }],
    [["empty"], { stem: "  " }],
    [["empty"], { answers: "\n" }],
    [["not-true-false"], { type: "true-false", answers: "* Yes — b\nNo — d" }],
    [["not-a-number"], { type: "number", answers: "fifteen", why: "w" }],
    [["not-a-url"], { references: "RFC 9110" }],
    [["empty"], { type: "order", answers: "a\nb\nc", why: "" }],
  ])("reports %j", (issues, change) => {
    expect(issuesOf(change)).toEqual(issues);
  });

  it("never throws, and returns either a question or issues", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 200 });
    fc.assert(
      fc.property(
        fc.constantFrom("single", "multi", "true-false", "short", "number", "order" as const),
        fc.record({ stem: text, code: text, answers: text, why: text, references: text }),
        (type, texts) => {
          const { question, issues } = read({ ...texts, type: type as Form["type"] });
          expect(question === undefined).toBe((issues?.length ?? 0) > 0);
        },
      ),
    );
  });

  it("keeps every option", () => {
    const words = fc.stringMatching(/^[a-z][a-z0-9 ]{0,40}[a-z]$/);
    const options = fc.uniqueArray(fc.tuple(words, words), { minLength: 3, maxLength: 5, selector: ([text]) => text });
    fc.assert(
      fc.property(options, (all) => {
        const answers = all.map(([text, why], index) => `${index === 0 ? "*" : ""}${text} — ${why}`).join("\n");
        const { question } = read({ answers });
        const found = question?.type === "single" ? Object.values(question.options) : [];
        expect(found).toEqual(
          all.map(([text, why], index) => ({ text: text.trim(), why: why.trim(), key: index === 0 })),
        );
      }),
    );
  });
});
