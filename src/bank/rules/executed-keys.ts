import type { ChoiceQuestion, Question } from "../../features/questions/rules.ts";
import { normalize } from "../text.ts";
import { error, optionsOf, type QuestionRule } from "./rule.ts";

/** Collapses whitespace, because comparisons of output ignore it. */
export function printedText(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Explains why `printed` isn't the answer to a question. Undefined if it is. */
export function mismatch(question: Question, printed: string): string | undefined {
  const text = printedText(printed);
  switch (question.type) {
    case "single":
    case "true-false":
      return choiceMismatch(question, text);
    case "multi":
      return expected(text, correctIds(question).join(" "), "the ids of the correct options");
    case "order":
      return expected(text, Object.keys(question.steps).join(" "), "the ids of the steps in order");
    case "number": {
      const isClose = text !== "" && Math.abs(Number(text) - question.answer) <= question.tolerance;
      return isClose ? undefined : `"${text}" is not ${question.answer} (tolerance ${question.tolerance})`;
    }
    case "short": {
      const read = question.exact ? printedText : normalize;
      const isAccepted = question.accept.some((answer) => read(answer) === read(text));
      return isAccepted ? undefined : `"${text}" is not an accepted answer`;
    }
  }
}

function choiceMismatch(question: ChoiceQuestion, text: string): string | undefined {
  const matches = optionsOf(question).filter(
    (option) => option.id === text || printedText(option.text.replaceAll("`", "")) === text,
  );
  const distractor = matches.find(({ key }) => !key);
  if (distractor) return `"${text}" is the text or id of the distractor "${distractor.id}"`;
  if (matches.length > 0) return undefined;
  return `"${text}" is neither the text of the correct option nor its id "${correctIds(question).join(" ")}"`;
}

function expected(text: string, wanted: string, what: string): string | undefined {
  return text === wanted ? undefined : `"${text}" is not "${wanted}", ${what}`;
}

function correctIds(question: ChoiceQuestion): string[] {
  return optionsOf(question)
    .filter(({ key }) => key)
    .map(({ id }) => id);
}

const RUNNABLE =
  /^(python|py|php|java|javascript|js|node|typescript|ts|sql|sqlite|postgres|postgresql|bash|sh|shell|console|git)$/;
const ASKS_WHAT_CODE_DOES =
  /\bwhat\b[^?]*\b(prints?|printed|outputs?|writes?|written|returns?|returned|logs?|logged|displays?|shows?|yields?|evaluates?|value|contains?|holds?)\b[^?]*\?|\bwhat (does|do|will|would)\b[^?]*\bdo\s*\?|\bhow many (rows|lines|times|elements|items|commits)\b[^?]*\?|\bwhich (line|lines|output|value|rows?)\b[^?]*\b(prints?|printed|outputs?|returns?|returned)\b[^?]*\?/i;

/** Reports questions about what code does that have no program to prove the answer. */
export const runMissing: QuestionRule = ({ code, run, stem }) => {
  if (run && run.program === undefined && !code) {
    return [error(["run"], "Add run.program, or show the code that should run.")];
  }
  if (run || !code || !RUNNABLE.test(code.language) || !ASKS_WHAT_CODE_DOES.test(stem)) return [];
  const message = "Verify the answer by running the code: add run: {with, prints}, and program if it needs more.";
  return [error(["code"], message)];
};

/** Checks that `run.prints` matches the answer key. `npm run content:run` checks that the program prints it. */
export const runOutput: QuestionRule = (question) => {
  const reason = question.run && mismatch(question, question.run.prints);
  return reason ? [error(["run", "prints"], `The output must match the answer key: ${reason}.`)] : [];
};
