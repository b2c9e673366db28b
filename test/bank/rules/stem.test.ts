import { describeRule } from "../../support/bank/describe-rule.ts";
import { questions } from "../../support/questions.ts";

const asking = (stem: string) => questions.single({ stem });

describeRule("stem-question", {
  bad: [{ what: "a statement", question: asking("PUT and its semantics."), severity: "warning" }],
  good: [
    { what: "a stem that asks", question: questions.single() },
    {
      what: "a stem that gives a task",
      question: questions.order({ stem: "Put the steps of a first request in order." }),
    },
    { what: "a true/false statement", question: questions.trueFalse({ stem: "PUT is idempotent." }) },
  ],
});

describeRule("stem-length", {
  bad: [{ what: "a stem of 301 characters", question: asking("x".repeat(301)), severity: "warning" }],
  good: [{ what: "a stem of 300 characters", question: asking("x".repeat(300)) }],
});

describeRule("negation", {
  bad: [
    { what: "NOT that isn't bold", question: asking("Which method is NOT safe?") },
    { what: "a lower-case not", question: asking("Which of the following methods is not safe?") },
    { what: "a lower-case except", question: asking("All of these methods are safe, except?") },
  ],
  good: [
    { what: "a bold NOT", question: asking("Which method is **NOT** safe?") },
    { what: "SQL in backticks", question: asking("What does `NOT NULL` refuse?") },
    {
      what: "a lower-case not before the question",
      question: asking("The response did not arrive. What can the client do?"),
    },
  ],
});
