import type { ChoiceQuestion, Question } from "../features/questions/rules.ts";
import { optionsOf } from "./rules/rule.ts";
import { plain } from "./text.ts";

/** What a program printed, with every run of white space as one space. */
export function printedText(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Why `printed` doesn't prove this question's key; nothing where it does. */
export function contradiction(question: Question, printed: string): string | undefined {
  const text = printedText(printed);
  switch (question.type) {
    case "single":
    case "true-false":
      return choiceContradiction(question, text);
    case "multi":
      return expected(text, keyIds(question).join(" "), "the ids of its keys");
    case "order":
      return expected(text, Object.keys(question.steps).join(" "), "the ids of its steps in order");
    case "number": {
      const near = text !== "" && Math.abs(Number(text) - question.answer) <= question.tolerance;
      return near ? undefined : `"${text}" is not the answer ${question.answer} (tolerance ${question.tolerance})`;
    }
    case "short": {
      const read = question.exact ? printedText : plain;
      const accepted = question.accept.some((answer) => read(answer) === read(text));
      return accepted ? undefined : `"${text}" is none of the accepted answers`;
    }
  }
}

function choiceContradiction(question: ChoiceQuestion, text: string): string | undefined {
  const matches = optionsOf(question).filter((option) => option.id === text || readable(option.text) === text);
  const distractor = matches.find(({ key }) => !key);
  if (distractor) return `"${text}" is what the distractor "${distractor.id}" says`;
  if (matches.length > 0) return undefined;
  return `"${text}" is neither the key's text nor its id "${keyIds(question).join(" ")}"`;
}

function expected(text: string, wanted: string, what: string): string | undefined {
  return text === wanted ? undefined : `"${text}" is not "${wanted}", ${what}`;
}

function keyIds(question: ChoiceQuestion): string[] {
  return optionsOf(question)
    .filter(({ key }) => key)
    .map(({ id }) => id);
}

function readable(text: string): string {
  return printedText(text.replaceAll("`", ""));
}
