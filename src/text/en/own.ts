import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import type { Flaw, Form, FormText } from "../../features/suggestions/rules.ts";
import { counted, difficulties, quoted, topics } from "./words.ts";

export const types: Readonly<Record<Form["type"], string>> = {
  single: "one right option",
  multi: "several right options",
  "true-false": "true or false",
  short: "a short typed answer",
  number: "a number",
  order: "steps in order",
};

const OPTIONS = "One a line: mark right ones with *, and say why after a dash.";
const OPTIONS_EXAMPLE =
  "* Send the same PUT again — PUT is idempotent, so …\nSend the body as a POST — POST is not idempotent …\nAssume it failed — The server may have …";

/** What a text of a suggestion is called, what to put there, and how that may look. */
type Ask = { label: string; hint: string; example: string };

const STEM: Ask = {
  label: "Question",
  hint: "One question that who knows the subject could answer before reading on.",
  example: "A PUT times out before any response arrives. What may the client do?",
};
const CODE: Ask = {
  label: "Code to show",
  hint: "If it needs any: at most 25 lines of 72 columns. A first line such as ```python names the language.",
  example: "```python\nprint(0.1 + 0.2)",
};
const WHY: Ask = { label: "Why", hint: "What makes the answer right, in a sentence that teaches.", example: "" };
const REFERENCES: Ask = {
  label: "Where it is written",
  hint: "A line for each: the address of a standard or an official manual, then its name.",
  example: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 RFC 9110, section 9.2.2",
};
const ANSWERS: Readonly<Record<Form["type"], Ask>> = {
  single: { label: "Options, 3 to 5", hint: OPTIONS, example: OPTIONS_EXAMPLE },
  multi: { label: "Options, 4 or 5, at least two of them right", hint: OPTIONS, example: OPTIONS_EXAMPLE },
  "true-false": {
    label: "True and False",
    hint: "Both, a line for each: mark the right one with *, and say why after a dash.",
    example: "* True — …\nFalse — …",
  },
  short: {
    label: "Answers that count",
    hint: "A line for every spelling; the first one is shown as the answer.",
    example: "ETag\nEntity tag",
  },
  number: { label: "Answer", hint: "A number, what it may be off by, and its unit.", example: "15 ± 0.5 ms" },
  order: { label: "Steps, 3 to 5, in the right order", hint: "A line for each; they are shuffled.", example: "" },
};

export const suggestion = {
  title: (type: Form["type"]) => `Suggest a question: ${types[type]}`,
  ask: (part: FormText, type: Form["type"]): Ask =>
    ({ stem: STEM, code: CODE, answers: ANSWERS[type], why: WHY, references: REFERENCES })[part],
  preview: "### This is how it will look",
  key: "### Its key",
  unreadable: "### I kept it, but I can't read all of it yet",
  facts: (type: Form["type"], topic: Topic, difficulty: Difficulty) =>
    `${topics[topic]} · ${difficulties[difficulty]} · ${types[type]}`,
  toMend: "**To mend before it can be sent in**",
  toMendFirst: "**To mend before it can be approved**",
  better: "**Could be better**",
  sound: "The linter has nothing to say against it.",
  more: (number: number) => `… and ${number} more`,
  kept: "Nothing is lost: what you wrote is kept for 30 days, and `/question suggest` opens it again.",
  sent: "Sent in. Moderators look at it, and I tell you by direct message what they decide if yours are open.",
  discarded: "Discarded. `/question suggest` begins a new one.",
  flaw: (flaw: Flaw): string => {
    switch (flaw.flaw) {
      case "empty":
        return `**${partNames[flaw.part]}**: nothing is there yet.`;
      case "no-why":
        return `**Options**: line ${flaw.line}, ${quoted(flaw.text)}, has no why. Write it after a dash: \`option — why\`.`;
      case "marks":
        return flaw.marked === 0
          ? "**Options**: no line is marked as right. Put a `*` before it."
          : `**Options**: ${flaw.marked} lines are marked with \`*\`; one can be right.`;
      case "not-true-false":
        return `**True and False**: write one line that begins with True and one that begins with False${flaw.text ? `, not ${quoted(flaw.text)}` : ""}.`;
      case "not-a-number":
        return `**Answer**: I can't read ${quoted(flaw.text)} as a number. Write it as \`15\`, \`15 ms\` or \`15 ± 0.5 ms\`.`;
      case "not-an-address":
        return `**Where it is written**: line ${flaw.line}, ${quoted(flaw.text)}, has to begin with an address such as \`https://…\`.`;
      case "unreadable":
        return `**${flaw.where}**: ${flaw.message}`;
    }
  },
  finding: (at: string, message: string) => {
    const [part = "", name] = at.split(" ");
    return `**${fields[part] ?? part}**${name && part !== "refs" ? ` \`${name}\`` : ""}: ${message}`;
  },
  buttons: { edit: "Edit", send: "Send in", discard: "Discard" },
} as const;

const partNames: Readonly<Record<FormText, string>> = {
  stem: "Question",
  code: "Code",
  answers: "Answers",
  why: "Why",
  references: "Where it is written",
};
const fields: Readonly<Record<string, string>> = {
  stem: "Question",
  code: "Code",
  options: "Options",
  steps: "Steps",
  accept: "Answers",
  why: "Why",
  refs: "Where it is written",
};

export const report = {
  button: "Report a problem",
  title: "Report a problem",
  reason: "What is wrong with it?",
  hint: "Only moderators see this.",
  thanks: "Thank you. The moderators of this server will look at it.",
} as const;

export const desk = {
  suggestion: (place: number, total: number, member: string, at: string) =>
    `Suggestion, ${place} of ${total} · from ${member} · ${at}`,
  report: (place: number, total: number, member: string, at: string) =>
    `Report, ${place} of ${total} · from ${member} · ${at}`,
  somebody: "somebody whose data was deleted",
  about: (questionId: string) => `About \`${questionId}\`:`,
  nothing:
    "Nothing waits for you. Members send questions in with `/question suggest` and reports with `/question report`.",
  approved: (id: string) => `Approved: it is \`${id}\` now, and is asked from now on.`,
  denied: "Sent back to its author with your reason.",
  dismissed: "Dismissed. The question stays as it is.",
  retired: (id: string) =>
    `\`${id}\` is retired here: nobody is asked it any more. \`/bank restore id:${id}\` brings it back.`,
  restored: (id: string) => `\`${id}\` is asked again.`,
  denyTitle: "Why not?",
  denyReason: "Reason",
  denyHint: "Its author reads this, and can mend the question and send it in again.",
  rung: (kind: "suggestion" | "report", member: string, topic: Topic) =>
    kind === "suggestion"
      ? `${member} suggested a question: ${topics[topic]}.`
      : `${member} reported a problem with a question: ${topics[topic]}.`,
  buttons: {
    approve: "Approve",
    edit: "Edit",
    deny: "Deny",
    dismiss: "Dismiss",
    retire: "Retire question",
    look: "Review",
    back: "‹",
    next: "›",
  },
} as const;

export const verdict = {
  approved: (stem: string, id: string) =>
    `Your question was approved and is asked from now on: ${quoted(stem)}. Its id is \`${id}\`. Thank you.`,
  denied: (stem: string) => `Your question was not taken this time: ${quoted(stem)}. The moderators say:`,
  again: "Nothing is lost: `/question suggest` there opens it again, to mend and send in.",
} as const;

export const search = {
  title: (number: number, text: string) => `### ${counted(number, "question")} for ${quoted(text)}`,
  none: (text: string) => `I found nothing for ${quoted(text)}. Try fewer words, or a topic such as \`sql\`.`,
  line: (id: string, topic: Topic, difficulty: Difficulty) =>
    `-# \`${id}\` · ${topics[topic]} · ${difficulties[difficulty]}`,
  hint: "-# `/question show id:` shows one of them.",
} as const;
