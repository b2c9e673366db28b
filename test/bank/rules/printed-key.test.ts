import { describe, expect, it } from "vitest";
import { mismatch } from "../../../src/bank/rules/executed-keys.ts";
import { multi, withOptions } from "../../support/bank/options.ts";
import { questions } from "../../support/questions.ts";

const MATCHES = [
  {
    what: "the correct text without backticks",
    question: withOptions("`[1, 2]`", "`[2, 1]`", "`[]`"),
    printed: "[1, 2]\n",
  },
  {
    what: "the id of the correct option",
    question: withOptions("The first list", "The second", "Neither"),
    printed: "o0",
  },
  { what: "the id of a true/false option", question: questions.trueFalse(), printed: "false" },
  { what: "the ids of the correct options as written", question: multi("get", "put"), printed: "get put" },
  { what: "the steps in order", question: questions.order(), printed: "resolve connect\nsecure" },
  { what: "a number in another notation", question: questions.number(), printed: "1024.0" },
  { what: "a number within the tolerance", question: questions.number({ tolerance: 0.5 }), printed: "1023.6" },
  { what: "an accepted answer in another case", question: questions.short(), printed: "etag" },
  { what: "an exact answer", question: questions.short({ exact: true }), printed: "ETag" },
];

const MISMATCHES = [
  { what: "a distractor's text", question: withOptions("`[1, 2]`", "`[2, 1]`", "`[]`"), printed: "[2, 1]" },
  { what: "a distractor's id", question: withOptions("One", "Two", "Three"), printed: "o1" },
  { what: "a text that a distractor shares", question: withOptions("`a`", "a", "b"), printed: "a" },
  { what: "a text that no option has", question: withOptions("One", "Two", "Three"), printed: "Four" },
  { what: "one of two correct options", question: multi("get", "put"), printed: "get" },
  { what: "the correct options in another order", question: multi("get", "put"), printed: "put get" },
  { what: "steps out of order", question: questions.order(), printed: "secure connect resolve" },
  { what: "a different number", question: questions.number(), printed: "1025" },
  { what: "an empty output", question: questions.number({ answer: 0 }), printed: "" },
  { what: "an exact answer in another case", question: questions.short({ exact: true }), printed: "etag" },
];

describe("comparing a program's output with the answer key", () => {
  it.each(MATCHES.map((one) => [one.what, one] as const))("accepts %s", (_, { question, printed }) => {
    expect(mismatch(question, printed)).toBeUndefined();
  });

  it.each(MISMATCHES.map((one) => [one.what, one] as const))("reports %s", (_, { question, printed }) => {
    expect(mismatch(question, printed)).toEqual(expect.any(String));
  });
});
