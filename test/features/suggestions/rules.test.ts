import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Form,
  fieldsOf,
  findingSchema,
  formSchema,
  formTag,
  isValid,
  MAX_LENGTHS,
  parseForm,
  QUESTION_TYPES,
} from "../../../src/features/suggestions/rules.ts";

import { questions } from "../../support/questions.ts";

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
const read = (change: Partial<Form> = {}) => parseForm({ ...form, ...change }, "own.abc.lost-put");
const issuesOf = (change: Partial<Form>) => read(change).issues?.map(({ kind }) => kind) ?? [];

describe("formSchema", () => {
  it.each(Object.entries(MAX_LENGTHS))("accepts a %s of up to %i characters", (field, length) => {
    const longest = { ...form, [field]: "x".repeat(length) };
    expect(formSchema.parse(longest)).toEqual(longest);
    expect(formSchema.safeParse({ ...form, [field]: "x".repeat(length + 1) }).success).toBe(false);
  });

  it.each([{ type: "essay" }, { topic: "cooking" }, { difficulty: 4 }, { level: "expert" }])("rejects %j", (change) => {
    expect(formSchema.safeParse({ ...form, ...change }).success).toBe(false);
  });
});

describe("formTag", () => {
  it("depends on every field but not on their order", () => {
    const reordered = Object.fromEntries(Object.entries(form).reverse());
    expect(formTag(formSchema.parse(reordered))).toBe(formTag({ ...form }));
    const changes: Partial<Form>[] = [
      ...[
        { type: "multi" as const },
        { topic: "git" as const },
        { difficulty: 3 as const },
        { level: "recall" as const },
      ],
      ...[{ stem: "x" }, { code: "x" }, { answers: "x" }, { why: "x" }, { references: "x" }],
    ];
    expect(new Set([{}, ...changes].map((change) => formTag({ ...form, ...change }))).size).toBe(changes.length + 1);
  });
});

describe("findingSchema", () => {
  it.each(["error", "warning"])("parses an %s", (severity) => {
    const finding = { severity, at: "options", message: "Too few options." };
    expect(findingSchema.parse(finding)).toEqual(finding);
  });

  it.each([{ severity: "hint", at: "", message: "x" }, { severity: "error" }])("rejects %j", (finding) => {
    expect(findingSchema.safeParse(finding).success).toBe(false);
  });
});

describe("isValid", () => {
  const [error, warning] = (["error", "warning"] as const).map((severity) => ({ severity, at: "", message: "x" }));
  const findings = { none: [], warning: [warning], both: [warning, error] };

  it.each([
    ["is true for a question without findings", "none", questions.single(), true],
    ["is true for a question with a warning", "warning", questions.single(), true],
    ["is false for a question with a warning and an error", "both", questions.single(), false],
    ["is false without a question", "none", undefined, false],
  ] as const)("%s", (_, kind, question, expected) => {
    const found = findings[kind].flatMap((finding) => finding ?? []);
    expect(isValid({ form, ...(question && { question }), issues: [], findings: found })).toBe(expected);
  });
});

describe("fieldsOf", () => {
  it.each(QUESTION_TYPES)("asks for a separate explanation only if the type has no options: %s", (type) => {
    const hasOptions = ["single", "multi", "true-false"].includes(type);
    expect(fieldsOf(type)).toEqual(["stem", "code", "answers", ...(hasOptions ? [] : ["why"]), "references"]);
  });
});

describe("parseForm", () => {
  it("parses one option per line, with marks and explanations", () => {
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
      refs: [{ title: "RFC 9110, section 9.2.2" }],
    });
  });

  it("creates ids that don't reveal the order of texts with the same words", () => {
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

  it("creates ids that don't reveal the order of long texts that begin with the same words", () => {
    const long = "abcdefghij abcdefghij abcdef";
    const lines = [`${long} one`, `${long} two`, "other"];
    const idsOf = (answers: string[]) => {
      const { question } = read({ type: "order", why: "w", answers: answers.join("\n") });
      return Object.fromEntries(
        Object.entries(question?.type === "order" ? question.steps : {}).map(([id, text]) => [text, id]),
      );
    };
    expect(Object.keys(idsOf(lines))).toEqual(lines);
    expect(idsOf(lines.toReversed())).toEqual(idsOf(lines));
  });

  it("creates ids that begin with a word if the text has no Latin letter", () => {
    const { question } = read({ type: "order", why: "w", answers: "開く\n読む\n404" });
    const ids = Object.keys(question?.type === "order" ? question.steps : {});
    expect(ids).toEqual([expect.stringMatching(/^option-/), expect.stringMatching(/^option-/), "option-404"]);
  });

  it.each([
    ["a - b — c - d", "a - b", "c - d"],
    ["a – b — c", "a", "b — c"],
    ["a --  b", "a", "b"],
    ["a  —  b", "a", "b"],
    ["a  -  b - c", "a", "b - c"],
    ["read-only - no long dash", "read-only", "no long dash"],
    ["a—b -c —d - e", "a—b -c —d", "e"],
  ])("splits %j at its dash", (line, text, why) => {
    const { question } = read({ answers: `* other — w\n${line}` });
    const options = question?.type === "single" ? Object.values(question.options) : [];
    expect(options[1]).toEqual({ text, why, key: false });
  });

  const optionIn = (line: string) => {
    const { question, issues } = read({ type: "multi", answers: `* first — w\n${line}` });
    expect(issues).toBeUndefined();
    return question?.type === "multi" ? Object.values(question.options)[1] : undefined;
  };

  it.each(["* ab — w", "  *ab — w", "✓ ab — w", "✔  ab — w", "[X] ab — w"])("recognizes the mark in %j", (line) => {
    expect(optionIn(line)).toMatchObject({ key: true, text: "ab" });
  });

  it.each(["[ ] ab — w", "a*b — w"])("finds no mark in %j", (line) => {
    expect(optionIn(line)).toMatchObject({ key: false });
  });

  it.each<[string, Partial<Form>, object]>([
    ["several correct options", { type: "multi", answers: "* a — b\n✓ c — d\ne — f\ng — h" }, { type: "multi" }],
    [
      "true and false",
      { type: "true-false", answers: "false  —  b\n*True  -  d" },
      { options: { true: { key: true, why: "d" }, false: { key: false, why: "b" } } },
    ],
    [
      "several accepted answers",
      { type: "short", answers: "ETag\n\nEntity tag ", why: "w" },
      { accept: ["ETag", "Entity tag"], why: "w" },
    ],
    ["a stem in one line", { stem: " What is  this?  \n\n Why? \n" }, { stem: "What is  this? Why?" }],
    [
      "steps in order",
      { type: "order", answers: "Resolve\nConnect\n404 it", why: "w" },
      { steps: { resolve: "Resolve", connect: "Connect", "option-404-it": "404 it" } },
    ],
    [
      "a code block",
      { code: "\n```Python\nprint(1)\n  print(2)\n```\n" },
      { code: { language: "python", text: "print(1)\n  print(2)" } },
    ],
  ])("parses %s", (_, change, expected) => {
    expect(read(change).question).toMatchObject(expected);
  });

  it.each([
    ["15", { answer: 15, tolerance: 0 }],
    ["-0.5 ± .1 ms", { answer: -0.5, tolerance: 0.1, unit: "ms" }],
    ["5 ±0.25", { answer: 5, tolerance: 0.25 }],
    ["5+-  2 %", { answer: 5, tolerance: 2, unit: "%" }],
    ["+5 +/- 1", { answer: 5, tolerance: 1 }],
    [" 15ms ", { answer: 15, tolerance: 0, unit: "ms" }],
    ["15 requests per second", { answer: 15, unit: "requests per second" }],
    ["1e6", { answer: 1_000_000 }],
    ["2.5E-10 s", { answer: 2.5e-10, unit: "s" }],
    ["1e+3", { answer: 1_000 }],
    ["5 em", { answer: 5, unit: "em" }],
  ])("parses the number %j", (answers, expected) => {
    expect(read({ type: "number", answers, why: "w" }).question).toMatchObject(expected);
  });

  it.each([
    ["SELECT 1", "text", "SELECT 1"],
    ["\n\n  a\r\nb\rc \n\n", "text", "  a\nb\nc"],
    ["``` Objective-C  \nx\n````", "objectivec", "x"],
    ["```\nx", "text", "x"],
    ["x\n```", "text", "x"],
    ["x ```js\ny", "text", "x ```js\ny"],
    ["```js x\ny", "text", "```js x\ny"],
    ["```js\ny ```", "js", "y ```"],
    ["```js\n```y", "js", "```y"],
  ])("parses the code %j", (code, language, text) => {
    expect(read({ code }).question).toMatchObject({ code: { language, text } });
  });

  it.each([
    ["http://a.example", "a.example"],
    ["HTTPS://a.example/x  An   example ", "An example"],
    ["https://a.example — A – B - C", "A – B - C"],
    ["https://a.example –A b", "A b"],
    ["https://a.example A – B", "A – B"],
    ["https://a.example -", "a.example"],
  ])("parses the reference %j", (references, title) => {
    const [url] = references.split(" ");
    expect(read({ references }).question?.refs).toEqual([{ url, title }]);
  });

  it.each(["", " \n\t", "```", "```js\n```", "```\n \n```"])("ignores the code %j, which has no content", (code) => {
    expect(read({ code }).question).not.toHaveProperty("code");
  });

  it("uses revision 1 unless another is given", () => {
    expect(read().question?.rev).toBe(1);
    expect(parseForm(form, "own.abc.lost-put", 7).question?.rev).toBe(7);
  });

  it("keeps steps in the written order, even if they start with digits", () => {
    const { question } = read({ type: "order", answers: "10 last\n2 first\nabc\n1", why: "w" });
    expect(question?.type === "order" && Object.values(question.steps)).toEqual(["10 last", "2 first", "abc", "1"]);
  });

  it.each<[Partial<Form>, object[]]>([
    [
      { answers: "\n* a — b\n\n c \nd — e\nf\n>" },
      [
        { kind: "missing-why", line: 4, text: "c" },
        { kind: "missing-why", line: 6, text: "f" },
      ],
    ],
    [{ answers: "> x\n* a — b" }, [{ kind: "missing-why", line: 1, text: "> x" }]],
    [{ answers: "a — b\nc — d\ne — f" }, [{ kind: "wrong-marks", marked: 0 }]],
    [{ answers: "* a — b\n* c — d\ne — f" }, [{ kind: "wrong-marks", marked: 2 }]],
    [{ type: "multi", answers: "a — b\nc — d" }, [{ kind: "wrong-marks", marked: 0 }]],
    [{ type: "true-false", answers: "* true — b\n* false — d" }, [{ kind: "wrong-marks", marked: 2 }]],
    [{ stem: "  " }, [{ kind: "empty", field: "stem" }]],
    [{ answers: "\n" }, [{ kind: "empty", field: "answers" }]],
    [{ references: " " }, [{ kind: "empty", field: "references" }]],
    [{ type: "order", answers: "a\nb\nc", why: " " }, [{ kind: "empty", field: "why" }]],
    [{ type: "true-false", answers: "* Yes — b\nNo — d" }, [{ kind: "not-true-false", text: "Yes" }]],
    [{ type: "true-false", answers: "* true — b\nUntrue — d" }, [{ kind: "not-true-false", text: "Untrue" }]],
    [{ type: "true-false", answers: "* true — b\nFalsehood — d" }, [{ kind: "not-true-false", text: "Falsehood" }]],
    [{ type: "true-false", answers: "* true — b\nTrue — d" }, [{ kind: "not-true-false", text: "" }]],
    ...["fifteen", "about 15", "1.2.3", "5 ± 1.2.3", "1e999", "0,125", "1,000 ms", "0.5 ± 0,1"].map(
      (text): [Partial<Form>, object[]] => [
        { type: "number", answers: ` ${text} `, why: "w" },
        [{ kind: "not-a-number", text }],
      ],
    ),
    ...["RFC 9110", "https://", "ftp://a.example/https: x"].map((text): [Partial<Form>, object[]] => [
      { references: `https://a.example\n ${text} ` },
      [{ kind: "not-a-url", line: 2, text }],
    ]),
    [
      { answers: "*\n> w\nb — c" },
      [{ kind: "unreadable", path: "options option text", message: expect.stringMatching(/too small/i) }],
    ],
  ])("reports what to fix in %j", (change, issues) => {
    expect(read(change)).toEqual({ issues });
  });

  it("reports empty fields before other issues", () => {
    expect(issuesOf({ stem: "", answers: "a" })).toEqual(["empty", "missing-why", "wrong-marks"]);
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
