import { mismatch } from "../printed-key.ts";
import { error, type QuestionRule } from "./rule.ts";

const RUNNABLE =
  /^(python|py|php|java|javascript|js|node|typescript|ts|sql|sqlite|postgres|postgresql|bash|sh|shell|console|git)$/;
const ASKS_WHAT_CODE_DOES =
  /\bwhat\b[^?]*\b(prints?|printed|outputs?|writes?|written|returns?|returned|logs?|logged|displays?|shows?|yields?|evaluates?|value|contains?|holds?)\b[^?]*\?|\bwhat (does|do|will|would)\b[^?]*\bdo\s*\?|\bhow many (rows|lines|times|elements|items|commits)\b[^?]*\?|\bwhich (line|lines|output|value|rows?)\b[^?]*\b(prints?|printed|outputs?|returns?|returned)\b[^?]*\?/i;

/** A claim about what code does is only as good as a run of it. */
export const runMissing: QuestionRule = ({ code, run, stem }) => {
  if (run && run.program === undefined && !code) {
    return [error(["run"], "Add run.program, or show the code that should run.")];
  }
  if (run || !code || !RUNNABLE.test(code.language) || !ASKS_WHAT_CODE_DOES.test(stem)) return [];
  const message = "Verify the answer by running the code: add run: {with, prints}, and program if it needs more.";
  return [error(["code"], message)];
};

/** `run.prints` must match the answer key; `npm run content:run` checks that the program really prints it. */
export const runOutput: QuestionRule = (question) => {
  const reason = question.run && mismatch(question, question.run.prints);
  return reason ? [error(["run", "prints"], `The output must match the answer key: ${reason}.`)] : [];
};
