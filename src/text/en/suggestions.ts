import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import type { Form, FormField, FormIssue } from "../../features/suggestions/rules.ts";
import { difficulties, quoted, topics } from "./words.ts";

export const types: Readonly<Record<Form["type"], string>> = {
  single: "one correct option",
  multi: "several correct options",
  "true-false": "true or false",
  short: "a short typed answer",
  number: "a number",
  order: "steps in order",
};

const OPTIONS = "One per line. Mark correct ones with * and explain each after a dash.";
const OPTIONS_EXAMPLE =
  "* Send the same PUT again — PUT is idempotent, so …\nSend the body as a POST — POST isn't idempotent …\nAssume it failed — The server may have …";

/** The texts of a field in the modal. */
type Field = { label: string; hint: string; example: string };

const STEM: Field = {
  label: "Question",
  hint: "Ask one thing that can be answered without seeing the options.",
  example: "A PUT request times out before you get a response. What can the client safely do?",
};
const CODE: Field = {
  label: "Code to show",
  hint: "Optional. Up to 25 lines of 72 columns. Start with ```python to set the language.",
  example: "```python\nprint(0.1 + 0.2)",
};
const WHY: Field = { label: "Explanation", hint: "Why the answer is correct, in a sentence or two.", example: "" };
const REFERENCES: Field = {
  label: "References",
  hint: "One per line: the URL of a standard or official docs, then its title.",
  example: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 RFC 9110, section 9.2.2",
};
const ANSWERS: Readonly<Record<Form["type"], Field>> = {
  single: { label: "Options (3 to 5)", hint: OPTIONS, example: OPTIONS_EXAMPLE },
  multi: { label: "Options (4 or 5, at least 2 correct)", hint: OPTIONS, example: OPTIONS_EXAMPLE },
  "true-false": {
    label: "True and False",
    hint: "One per line. Mark the correct one with * and explain each after a dash.",
    example: "* True — …\nFalse — …",
  },
  short: {
    label: "Accepted answers",
    hint: "One spelling per line. The first is shown as the answer.",
    example: "ETag\nEntity tag",
  },
  number: { label: "Answer", hint: "A number, optionally with a tolerance and a unit.", example: "15 ± 0.5 ms" },
  order: { label: "Steps (3 to 5) in the correct order", hint: "One per line. I'll shuffle them.", example: "" },
};

export const suggestions = {
  title: (type: Form["type"]) => `Suggest a question: ${types[type]}`,
  field: (field: FormField, type: Form["type"]): Field =>
    ({ stem: STEM, code: CODE, answers: ANSWERS[type], why: WHY, references: REFERENCES })[field],
  preview: "### Preview",
  key: "### Answer key",
  unreadable: "### I saved your draft, but I can't read all of it yet",
  facts: (type: Form["type"], topic: Topic, difficulty: Difficulty) =>
    `${topics[topic]} · ${difficulties[difficulty]} · ${types[type]}`,
  fixBeforeSubmission: "**Fix before you submit**",
  fixBeforeApproval: "**Fix before you approve**",
  warnings: "**Could be better**",
  valid: "No issues found.",
  more: (number: number) => `… and ${number} more`,
  saved: "Your draft is saved for 30 days. Run `/question suggest` to open it again.",
  submitted: "Submitted! I'll send you a direct message when the moderators decide.",
  discarded: "Draft discarded. Run `/question suggest` to start a new one.",
  issue: (issue: FormIssue): string => {
    switch (issue.kind) {
      case "empty":
        return `**${fieldNames[issue.field]}**: can't be empty.`;
      case "missing-why":
        return `**Options**: line ${issue.line}, ${quoted(issue.text)}, has no explanation. Add one after a dash: \`option — why\`.`;
      case "wrong-marks":
        return issue.marked === 0
          ? "**Options**: no option is marked as correct. Put a `*` in front of it."
          : `**Options**: ${issue.marked} options are marked with \`*\`, but only one can be correct.`;
      case "not-true-false":
        return `**True and False**: write one line that starts with True and one that starts with False${issue.text ? `, not ${quoted(issue.text)}` : ""}.`;
      case "not-a-number":
        return `**Answer**: I can't read ${quoted(issue.text)} as a number. Write it like \`15\`, \`15 ms\` or \`15 ± 0.5 ms\`.`;
      case "not-a-url":
        return `**References**: line ${issue.line}, ${quoted(issue.text)}, must start with a URL, like \`https://…\`.`;
      case "unreadable":
        return `**${issue.path}**: ${issue.message}`;
    }
  },
  finding: (at: string, message: string) => {
    const [part = "", name] = at.split(" ");
    return `**${questionParts[part] ?? part}**${name && part !== "refs" ? ` \`${name}\`` : ""}: ${message}`;
  },
  approved: (stem: string, id: string) =>
    `Your question was approved: ${quoted(stem)}. I can ask it from now on, as \`${id}\`. Thank you!`,
  denied: (stem: string) => `Your question wasn't approved this time: ${quoted(stem)}. The moderators wrote:`,
  tryAgain: "Your draft is saved. Run `/question suggest` in that server to change it and submit it again.",
  buttons: { edit: "Edit", submit: "Submit", discard: "Discard" },
} as const;

const fieldNames: Readonly<Record<FormField, string>> = {
  stem: "Question",
  code: "Code",
  answers: "Answers",
  why: "Explanation",
  references: "References",
};
const questionParts: Readonly<Record<string, string>> = {
  stem: "Question",
  code: "Code",
  options: "Options",
  steps: "Steps",
  accept: "Answers",
  why: "Explanation",
  refs: "References",
};

export const report = {
  button: "Report a problem",
  title: "Report a problem",
  reason: "What's wrong with it?",
  hint: "Only moderators see this.",
  thanks: "Thank you. The moderators will look at it.",
} as const;
