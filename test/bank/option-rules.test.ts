import { absolutes } from "../../src/bank/rules/absolutes.ts";
import { echo } from "../../src/bank/rules/echo.ts";
import { keyLength } from "../../src/bank/rules/key-length.ts";
import { keys } from "../../src/bank/rules/keys.ts";
import { numericOrder } from "../../src/bank/rules/numeric-order.ts";
import { ofTheAbove } from "../../src/bank/rules/of-the-above.ts";
import { optionCount } from "../../src/bank/rules/option-count.ts";
import { optionTexts } from "../../src/bank/rules/option-texts.ts";
import { why } from "../../src/bank/rules/why.ts";
import { describeRule } from "../support/bank/examples.ts";
import {
  multi,
  number,
  options,
  order,
  reasoned,
  short,
  single,
  trueFalse,
  withOptions,
} from "../support/bank/sample.ts";

describeRule(keys, {
  bad: [
    { what: "a single without a key", item: single({ options: options({ a: "One", b: "Two", c: "Three" }, []) }) },
    { what: "a single with two keys", item: single({ options: options({ a: "1", b: "2", c: "3" }, ["a", "b"]) }) },
    { what: "a multi with one key", item: multi(["get"]) },
    { what: "a multi with one distractor", item: multi(["get", "put", "post"]) },
    {
      what: "a true/false without a key",
      item: trueFalse({ options: { true: reasoned("True"), false: reasoned("False") } }),
    },
  ],
  good: [
    { what: "a single with one key", item: single() },
    { what: "a multi with two keys and two distractors", item: multi(["get", "put"]) },
    { what: "what has no options", item: short() },
  ],
});

describeRule(optionCount, {
  bad: [
    { what: "two options", item: withOptions("Send it again", "Give up") },
    { what: "six options", item: withOptions("1", "2", "3", "4", "5", "6") },
    { what: "two steps", item: order({ steps: { name: "Resolve the name", ask: "Send the request" } }) },
  ],
  good: [
    { what: "three options", item: single() },
    { what: "the two of a true/false", item: trueFalse() },
    { what: "three steps", item: order() },
  ],
});

describeRule(optionTexts, {
  bad: [
    { what: "options that differ in case and marks only", item: withOptions("Send it", "**send**  it", "Give up") },
    { what: "code that differs in spaces only", item: withOptions("`a  b`", "`a b`", "`c`") },
    { what: "steps that read the same", item: order({ steps: { a: "Send it", b: "send it", c: "Wait" } }) },
    { what: "accepted answers that case-folding makes one", item: short({ accept: ["ETag", "etag"] }) },
  ],
  good: [
    { what: "code that differs in case", item: withOptions("`foo`", "`Foo`", "`FOO`") },
    { what: "exact answers that differ in case", item: short({ exact: true, accept: ["a.B", "a.b"] }) },
  ],
});

describeRule(ofTheAbove, {
  bad: [
    { what: "all of the above", item: withOptions("Send it", "Give up", "All of the above") },
    { what: "none of these", item: withOptions("Send it", "Give up", "None of these.") },
    { what: "both A and B", item: withOptions("Send it", "Give up", "Both A and B") },
  ],
  good: [
    { what: "all of something else", item: withOptions("All of the rows", "None of the rows", "Both rows") },
    { what: "code that is named so", item: withOptions("`None`", "`True`", "`False`") },
  ],
});

describeRule(keyLength, {
  bad: [
    { what: "a key 1.4 times as long", item: withOptions("x".repeat(28), "y".repeat(20), "z".repeat(9)) },
    {
      what: "a key 1.2 times as long",
      item: withOptions("x".repeat(24), "y".repeat(20), "z".repeat(9)),
      severity: "warning",
    },
  ],
  good: [
    { what: "a key below 20 characters", item: withOptions("x".repeat(19), "y", "z") },
    { what: "a long key among long distractors", item: withOptions("x".repeat(23), "y".repeat(20), "z") },
  ],
});

const WARNED = { severity: "warning" } as const;

describeRule(why, {
  bad: [
    { what: "a why that says nothing", item: number({ why: "Because it is so." }) },
    {
      what: "an option without a real why",
      item: trueFalse({ options: { true: reasoned("True", true), false: { ...reasoned("False"), why: "Wrong." } } }),
    },
    { what: "an option named by letter", item: number({ why: "It can't be option B, for that is larger." }) },
    { what: "a letter in brackets", item: number({ why: "The body (C) would have to be sent once more." }) },
    { what: "an option named by place", item: number({ why: "The first option would send it twice in a row." }) },
  ],
  good: [
    { what: "whys that explain", item: single() },
    { what: "an article after answer", item: number({ why: "The cache gives the answer a client can still use." }) },
    { what: "letters in code marks", item: number({ why: "Both nodes `(A)` and `(B)` hold it at that moment." }) },
  ],
});

const echoing = (...texts: [string, string, string]) => ({
  ...withOptions(...texts),
  stem: "What is idempotent again?",
});

describeRule(echo, {
  bad: [
    {
      what: "a word of the stem in the key alone",
      item: echoing("The idempotent one", "The safe one", "The last"),
      ...WARNED,
    },
  ],
  good: [
    {
      what: "a word of the stem in a distractor too",
      item: echoing("The idempotent one", "No idempotent one", "The last"),
    },
    { what: "a small word in the key alone", item: echoing("The same again", "The safe one", "The last") },
  ],
});

describeRule(absolutes, {
  bad: [
    {
      what: "an absolute in a distractor alone",
      item: withOptions("It can be stale", "It is never stale", "It is gone"),
      ...WARNED,
    },
  ],
  good: [
    { what: "absolutes on both sides", item: withOptions("It is always fresh", "It is never stale", "It is gone") },
    { what: "SQL's words in code marks", item: withOptions("`UNION`", "`UNION ALL`", "`EXCEPT`") },
  ],
});

describeRule(numericOrder, {
  bad: [{ what: "numbers out of order", item: withOptions("30 s", "10 s", "20 s"), ...WARNED }],
  good: [
    { what: "numbers from small to large", item: withOptions("-1", "0.5", "1,000") },
    { what: "numbers of different things", item: withOptions("3 rows", "1 column", "2 tables") },
    { what: "words", item: single() },
  ],
});
