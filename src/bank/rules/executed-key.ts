import { error, type ItemRule } from "./rule.ts";

const RUNNABLE =
  /^(python|py|php|java|javascript|js|node|typescript|ts|sql|sqlite|postgres|postgresql|bash|sh|shell|console|git)$/;
const ASKS_WHAT_IT_DOES =
  /\bwhat\b[^?]*\b(prints?|printed|outputs?|writes?|written|returns?|returned|logs?|logged|displays?|shows?|yields?|evaluates?|value|contains?|holds?)\b[^?]*\?|\bwhat (does|do|will|would)\b[^?]*\bdo\s*\?|\bhow many (rows|lines|times|elements|items|commits)\b[^?]*\?|\bwhich (line|lines|output|value|rows?)\b[^?]*\b(prints?|printed|outputs?|returns?|returned)\b[^?]*\?/i;

/** A key about what code does is worth what an interpreter says. */
export const executedKey: ItemRule = {
  name: "executed-key",
  check({ code, run, stem }) {
    if (run && run.program === undefined && !code) {
      return [error(["run"], "Give run.program, or show the code that run executes.")];
    }
    if (run || !code || !RUNNABLE.test(code.language) || !ASKS_WHAT_IT_DOES.test(stem)) return [];
    return [
      error(["code"], "Prove the key by running the code: add run: {with, prints} (and program, if more is needed)."),
    ];
  },
};
