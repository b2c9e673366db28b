import { describeRule } from "../../support/bank/describe-rule.ts";
import { multi, options, withOptions } from "../../support/bank/options.ts";
import { questions } from "../../support/questions.ts";

describeRule("correct-options", {
  bad: [
    {
      what: "a single-choice question without a correct option",
      question: questions.single({ options: options({ a: "1", b: "2" }) }),
    },
    {
      what: "a single-choice question with two correct options",
      question: questions.single({ options: options({ a: "1", b: "2", c: "3" }, ["a", "b"]) }),
    },
    { what: "a multiple-choice question with one correct option", question: multi("get") },
    { what: "a multiple-choice question with one distractor", question: multi("get", "put", "post") },
    {
      what: "a true/false question without a correct option",
      question: questions.trueFalse({ options: options({ true: "True", false: "False" }) }),
    },
  ],
  good: [
    { what: "a single-choice question with one correct option", question: questions.single() },
    { what: "a multiple-choice question with two correct options and two distractors", question: multi("get", "put") },
    { what: "a question without options", question: questions.short() },
  ],
});

describeRule("option-count", {
  bad: [
    { what: "two options", question: withOptions("Send it again", "Give up") },
    { what: "six options", question: withOptions("1", "2", "3", "4", "5", "6") },
    { what: "two steps", question: questions.order({ steps: { name: "Resolve the name", ask: "Send the request" } }) },
  ],
  good: [
    { what: "three options", question: questions.single() },
    { what: "the two options of a true/false question", question: questions.trueFalse() },
    { what: "three steps", question: questions.order() },
  ],
});

describeRule("option-ids", {
  bad: [
    { what: "an option called right", question: questions.single({ options: options({ right: "1", post: "2" }) }) },
    { what: "an option called wrong-2", question: questions.single({ options: options({ "wrong-2": "1", ok: "2" }) }) },
    { what: "options called a, b and c", question: questions.single({ options: options({ a: "x", b: "y", c: "z" }) }) },
    { what: "numbered steps", question: questions.order({ steps: { "step-1": "x", "step-2": "y", "step-3": "z" } }) },
    { what: "counted steps", question: questions.order({ steps: { first: "x", second: "y", last: "z" } }) },
  ],
  good: [
    { what: "ids made of words", question: questions.single() },
    { what: "steps named after their texts", question: questions.order() },
    { what: "one id such as last", question: questions.order({ steps: { name: "x", ask: "y", last: "z" } }) },
    { what: "the two options of a true/false question", question: questions.trueFalse() },
    {
      what: "ids that equal their texts",
      question: questions.single({ options: options({ a: "a", b: "b", c: "c" }) }),
    },
    {
      what: "an option called right-join",
      question: questions.single({ options: options({ "right-join": "1" }) }),
    },
    { what: "a question without options", question: questions.short() },
  ],
});

describeRule("distinct-options", {
  bad: [
    {
      what: "options that differ only in case and markup",
      question: withOptions("Send it", "**send**  it", "Give up"),
    },
    { what: "code that differs only in spaces", question: withOptions("`a  b`", "`a b`", "`c`") },
    {
      what: "steps that read the same",
      question: questions.order({ steps: { a: "Send it", b: "send it", c: "Wait" } }),
    },
    { what: "accepted answers that differ only in case", question: questions.short({ accept: ["ETag", "etag"] }) },
  ],
  good: [
    { what: "code that differs in case", question: withOptions("`foo`", "`Foo`", "`FOO`") },
    { what: "exact answers that differ in case", question: questions.short({ exact: true, accept: ["a.B", "a.b"] }) },
  ],
});

describeRule("all-of-the-above", {
  bad: [
    { what: "all of the above", question: withOptions("Send it", "Give up", "All of the above") },
    { what: "none of these", question: withOptions("Send it", "Give up", "None of these.") },
    { what: "both A and B", question: withOptions("Send it", "Give up", "Both A and B") },
  ],
  good: [
    {
      what: "options about all or none of something",
      question: withOptions("All of the rows", "None of the rows", "Both rows"),
    },
    { what: "code such as None", question: withOptions("`None`", "`True`", "`False`") },
  ],
});

describeRule("numeric-order", {
  bad: [{ what: "numbers out of order", question: withOptions("30 s", "10 s", "20 s"), severity: "warning" }],
  good: [
    { what: "increasing numbers", question: withOptions("-1", "0.5", "1,000") },
    { what: "numbers with different units", question: withOptions("3 rows", "1 column", "2 tables") },
    { what: "words", question: questions.single() },
  ],
});
