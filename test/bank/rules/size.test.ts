import { describeRule } from "../../support/bank/describe-rule.ts";
import { options, withOptions } from "../../support/bank/options.ts";
import { questions } from "../../support/questions.ts";

const showing = (text: string) => questions.single({ code: { language: "yaml", text } });
const withStep = (id: string, text = "Ask") => questions.order({ steps: { [id]: text, wait: "Wait", stop: "Stop" } });

describeRule("size", {
  bad: [
    { what: "26 lines of code", question: showing("a: 1\n".repeat(26)) },
    { what: "73 columns of code", question: showing("x".repeat(73)) },
    { what: "tabs in code", question: showing("\tx") },
    { what: "a stem of 601 characters", question: questions.single({ stem: "x".repeat(601) }) },
    {
      what: "a question that doesn't fit in a message",
      question: withOptions("x".repeat(1300), "y".repeat(1300), "z".repeat(1300)),
    },
    { what: "a step that is too long for a menu", question: withStep("ask", "x".repeat(101)) },
    { what: "a number as a step id", question: withStep("1") },
    {
      what: "an option id that is too long for a button",
      question: questions.single({ options: options({ ["x".repeat(33)]: "1" }) }),
    },
  ],
  good: [
    { what: "25 lines of code", question: showing("a: 1\n".repeat(25)) },
    { what: "72 columns of code", question: showing("x".repeat(72)) },
    { what: "a stem of 600 characters", question: questions.single({ stem: "x".repeat(600) }) },
  ],
});
