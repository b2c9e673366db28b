import { describeRule } from "../../support/bank/describe-rule.ts";
import { questions } from "../../support/questions.ts";

const run = { with: "python", prints: "5" };
const showing = (language: string, text: string, stem = "What does this print?") =>
  questions.single({ stem, code: { language, text } });

describeRule("run-missing", {
  bad: [
    { what: "a question about code that isn't run", question: showing("python", "print(2 + 3)") },
    { what: "a run without a program or code", question: questions.number({ run }) },
  ],
  good: [
    {
      what: "code that is run",
      question: questions.number({ answer: 5, code: { language: "python", text: "print(2 + 3)" }, run }),
    },
    {
      what: "code that can't be run",
      question: showing("nginx", "return 301;", "What does the client get in return?"),
    },
    { what: "another question about code", question: showing("python", "print(2 + 3)", "Which change shortens it?") },
  ],
});

describeRule("run-output", {
  bad: [{ what: "a program that prints something else", question: questions.number({ answer: 6, run }) }],
  good: [{ what: "a program that prints the answer", question: questions.number({ answer: 5, run }) }],
});
