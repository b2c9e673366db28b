import type { Question } from "../../features/questions/rules.ts";
import { lengthOf } from "../text.ts";
import { type Complaint, error, type ItemRule, optionsOf } from "./rule.ts";

const CODE_LINES = 25;
const CODE_COLUMNS = 72;
const STEM = 600;
const STEP = 100;
const OPTION_ID = 32;
/** Discord's limit for the text of one message in Components V2. */
const MESSAGE = 4000;
/** Topic line, letters, fences, footer. */
const FRAME = 300;

/** What Discord can show, on a phone too. */
export const sizes: ItemRule = {
  name: "sizes",
  check: (question) => [...codeSize(question), ...stemSize(question), ...partSizes(question), ...messageSize(question)],
};

function codeSize({ code }: Question): Complaint[] {
  if (!code) return [];
  const lines = code.text.trimEnd().split("\n");
  const widest = Math.max(...lines.map(lengthOf));
  return [
    ...(lines.length > CODE_LINES
      ? [error(["code"], `Cut the code to ${CODE_LINES} lines; it has ${lines.length}.`)]
      : []),
    ...(widest > CODE_COLUMNS ? [error(["code"], `Break lines at ${CODE_COLUMNS} columns; one has ${widest}.`)] : []),
    ...(code.text.includes("\t") ? [error(["code"], "Indent with spaces: Discord's tabs vary.")] : []),
  ];
}

function stemSize({ stem }: Question): Complaint[] {
  const length = lengthOf(stem);
  return length > STEM ? [error(["stem"], `Cut the stem to ${STEM} characters; it has ${length}.`)] : [];
}

function partSizes(question: Question): Complaint[] {
  const steps = question.type === "order" ? Object.entries(question.steps) : [];
  return [
    ...optionsOf(question)
      .filter(({ id }) => id.length > OPTION_ID)
      .map(({ id }) => error(["options", id], `Shorten the option's id to ${OPTION_ID} characters.`)),
    ...steps
      .filter(([, text]) => lengthOf(text) > STEP)
      .map(([id]) => error(["steps", id], `Cut the step to ${STEP} characters: it is shown in a menu.`)),
    ...steps
      .filter(([id]) => /^\d+$/.test(id))
      .map(([id]) => error(["steps", id], "Name the step by a word: a bare number as an id loses the order written.")),
  ];
}

function messageSize(question: Question): Complaint[] {
  const options = optionsOf(question);
  const shown = [question.stem, question.code?.text ?? "", ...options.map(({ text }) => text)];
  const explained = "options" in question ? options.flatMap(({ text, why }) => [text, why]) : [question.why];
  const cited = question.refs.flatMap(({ url, title }) => [url, title]);
  return [
    ...over(shown, "stem", "Question, code and options don't fit one message"),
    ...over([...explained, ...cited], "refs", "Explanations and references don't fit one message"),
  ];
}

function over(texts: readonly string[], field: string, what: string): Complaint[] {
  const length = texts.reduce((sum, text) => sum + lengthOf(text), FRAME);
  return length > MESSAGE ? [error([field], `${what}: ${length} characters, ${MESSAGE} are allowed.`)] : [];
}
