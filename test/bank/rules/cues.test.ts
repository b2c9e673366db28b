import { describeRule } from "../../support/bank/describe-rule.ts";
import { withOptions } from "../../support/bank/options.ts";

describeRule("answer-length", {
  bad: [
    {
      what: "a correct option 1.4 times as long",
      question: withOptions("x".repeat(28), "y".repeat(20), "z".repeat(9)),
    },
    {
      what: "a correct option 1.2 times as long",
      question: withOptions("x".repeat(24), "y".repeat(20), "z".repeat(9)),
      severity: "warning",
    },
  ],
  good: [
    { what: "a correct option below 20 characters", question: withOptions("x".repeat(19), "y", "z") },
    {
      what: "a long correct option with a long distractor",
      question: withOptions("x".repeat(23), "y".repeat(20), "z"),
    },
  ],
});

describeRule("absolutes", {
  bad: [
    {
      what: "an absolute only in a distractor",
      question: withOptions("It can be stale", "It is never stale", "It is deleted"),
      severity: "warning",
    },
  ],
  good: [
    { what: "absolutes on both sides", question: withOptions("It is always fresh", "It is never stale", "It expires") },
    { what: "SQL keywords in backticks", question: withOptions("`UNION`", "`UNION ALL`", "`EXCEPT`") },
  ],
});

const echoing = (...texts: string[]) => ({ ...withOptions(...texts), stem: "What is idempotent again?" });

describeRule("stem-echo", {
  bad: [
    {
      what: "a word of the stem only in the correct option",
      question: echoing("The idempotent one", "The safe one", "The last"),
      severity: "warning",
    },
  ],
  good: [
    {
      what: "a word of the stem in a distractor too",
      question: echoing("The idempotent one", "No idempotent one", "The last"),
    },
    {
      what: "a common word only in the correct option",
      question: echoing("The same again", "The safe one", "The last"),
    },
  ],
});
