import type { Question } from "../../features/questions/rules.ts";
import { lengthOf, totalLength } from "../text.ts";
import { error, type LintIssue, optionsOf, type QuestionRule } from "./rule.ts";

const MAX_CODE_LINES = 25;
const MAX_CODE_COLUMNS = 72;
const MAX_STEM = 600;
const MAX_STEP = 100;
const MAX_OPTION_ID = 32;
/** Discord's limit for the text of a Components V2 message. */
const MAX_MESSAGE = 4_000;
/** The length of the heading, option letters, code fences and footer. */
const MESSAGE_OVERHEAD = 300;

/** Checks that Discord can show a question, and that it fits on a phone. */
export const size: QuestionRule = (question) => [
  ...codeIssues(question),
  ...stemIssues(question),
  ...optionIssues(question),
  ...stepIssues(question),
  ...messageIssues(question),
];

function codeIssues({ code }: Question): LintIssue[] {
  if (!code) return [];
  const lines = code.text.trimEnd().split("\n");
  const widest = Math.max(...lines.map(lengthOf));
  const issues = [];
  if (lines.length > MAX_CODE_LINES)
    issues.push(`Shorten the code to ${MAX_CODE_LINES} lines; it has ${lines.length}.`);
  if (widest > MAX_CODE_COLUMNS) issues.push(`Wrap the code at ${MAX_CODE_COLUMNS} columns; one line has ${widest}.`);
  if (code.text.includes("\t")) issues.push("Indent with spaces; tab widths vary in Discord.");
  return issues.map((message) => error(["code"], message));
}

function stemIssues({ stem }: Question): LintIssue[] {
  const length = lengthOf(stem);
  return length > MAX_STEM ? [error(["stem"], `Shorten the stem to ${MAX_STEM} characters; it has ${length}.`)] : [];
}

function optionIssues(question: Question): LintIssue[] {
  return optionsOf(question)
    .filter(({ id }) => id.length > MAX_OPTION_ID)
    .map(({ id }) => error(["options", id], `Shorten the option id to ${MAX_OPTION_ID} characters.`));
}

function stepIssues(question: Question): LintIssue[] {
  if (question.type !== "order") return [];
  return Object.entries(question.steps).flatMap(([id, text]) => [
    ...(lengthOf(text) > MAX_STEP
      ? [error(["steps", id], `Shorten the step to ${MAX_STEP} characters so that it fits in a menu.`)]
      : []),
    ...(/^\d+$/.test(id)
      ? [error(["steps", id], "Use a word as the step id. Numeric ids don't keep the order you wrote.")]
      : []),
  ]);
}

function messageIssues(question: Question): LintIssue[] {
  const options = optionsOf(question);
  const post = [question.stem, question.code?.text ?? "", ...options.map(({ text }) => text)];
  const explanations = "options" in question ? options.flatMap(({ text, why }) => [text, why]) : [question.why];
  const references = question.refs.flatMap(({ url, title }) => [url, title]);
  return [
    ...overflow(post, "stem", "Question, code and options don't fit in one message"),
    ...overflow([...explanations, ...references], "refs", "Explanations and references don't fit in one message"),
  ];
}

function overflow(texts: readonly string[], field: string, what: string): LintIssue[] {
  const length = MESSAGE_OVERHEAD + totalLength(texts);
  return length > MAX_MESSAGE ? [error([field], `${what}: ${length} characters, limit ${MAX_MESSAGE}.`)] : [];
}
