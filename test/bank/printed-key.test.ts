import { describe, expect, it } from "vitest";
import { contradiction } from "../../src/bank/printed-key.ts";
import { multi, number, order, short, trueFalse, withOptions } from "../support/bank/sample.ts";

const PROOFS = [
  { what: "the key's text without code marks", item: withOptions("`[1, 2]`", "`[2, 1]`", "`[]`"), printed: "[1, 2]\n" },
  { what: "the key's id", item: withOptions("The first list", "The second", "Neither"), printed: "o0" },
  { what: "the word of a true/false", item: trueFalse(), printed: "true" },
  { what: "the ids of the keys as written", item: multi(["get", "put"]), printed: "get put" },
  { what: "the steps in order", item: order(), printed: "name connect\nask" },
  { what: "a number in another form", item: number(), printed: "15.0" },
  { what: "a number within the tolerance", item: number({ tolerance: 0.5 }), printed: "14.6" },
  { what: "an accepted answer in another case", item: short(), printed: "retry-after" },
  { what: "an exact answer", item: short({ exact: true }), printed: "Retry-After" },
];

const CONTRADICTIONS = [
  { what: "a distractor's text", item: withOptions("`[1, 2]`", "`[2, 1]`", "`[]`"), printed: "[2, 1]" },
  { what: "a distractor's id", item: withOptions("One", "Two", "Three"), printed: "o1" },
  { what: "what key and distractor both say", item: withOptions("`a`", "a", "b"), printed: "a" },
  { what: "something else", item: withOptions("One", "Two", "Three"), printed: "Four" },
  { what: "one key of two", item: multi(["get", "put"]), printed: "get" },
  { what: "the keys in another order", item: multi(["get", "put"]), printed: "put get" },
  { what: "steps out of order", item: order(), printed: "ask connect name" },
  { what: "another number", item: number(), printed: "16" },
  { what: "no number", item: number({ answer: 0 }), printed: "" },
  { what: "an exact answer in another case", item: short({ exact: true }), printed: "retry-after" },
];

describe("what a program printed", () => {
  it.each(PROOFS)("proves the key by $what", ({ item, printed }) => {
    expect(contradiction(item, printed)).toBeUndefined();
  });

  it.each(CONTRADICTIONS)("contradicts it by $what", ({ item, printed }) => {
    expect(contradiction(item, printed)).toEqual(expect.any(String));
  });
});
