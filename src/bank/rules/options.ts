import type { Question } from "../../features/questions/rules.ts";
import { normalize } from "../text.ts";
import { error, optionsOf, type QuestionRule, warning, writtenOptionsOf } from "./rule.ts";

export const correctOptions: QuestionRule = (question) => {
  if (!("options" in question)) return [];
  const options = optionsOf(question);
  const correct = options.filter(({ key }) => key).length;
  if (question.type !== "multi") {
    return correct === 1 ? [] : [error(["options"], `Mark exactly one option with key: true; ${correct} are marked.`)];
  }
  const distractors = options.length - correct;
  if (correct >= 2 && distractors >= 2) return [];
  const message = `A multi needs at least 2 correct options and 2 distractors; this has ${correct} and ${distractors}.`;
  return [error(["options"], message)];
};

export const optionCount: QuestionRule = (question) => {
  if (question.type === "order") return countIssues(Object.keys(question.steps).length, "steps");
  if (question.type === "single" || question.type === "multi") {
    return countIssues(Object.keys(question.options).length, "options");
  }
  return [];
};

function countIssues(count: number, field: string) {
  if (count >= 3 && count <= 5) return [];
  return [error([field], `Write 3 to 5 ${field}; this has ${count}. Three good ones beat four weak ones.`)];
}

/** Reports options, steps or accepted answers that read the same. */
export const distinctOptions: QuestionRule = (question) => {
  const seen = new Map<string, string>();
  return choicesOf(question).flatMap(({ at, text, name }) => {
    const other = seen.get(text);
    seen.set(text, other ?? name);
    return other === undefined ? [] : [error(at, `"${name}" reads the same as "${other}". Change or remove it.`)];
  });
};

function choicesOf(question: Question) {
  if (question.type === "order") {
    return Object.entries(question.steps).map(([name, text]) => ({ at: ["steps", name], name, text: normalize(text) }));
  }
  if (question.type === "short") {
    const read = (text: string) => (question.exact ? text.normalize("NFKC").trim() : normalize(text));
    return question.accept.map((name, index) => ({ at: ["accept", index], name, text: read(name) }));
  }
  return optionsOf(question).map(({ id, text }) => ({ at: ["options", id], name: id, text: normalizeOption(text) }));
}

/** Normalizes an option as readers see it. In code, case and punctuation matter. */
function normalizeOption(text: string): string {
  return text.includes("`") ? text.replace(/\s+/g, " ").trim() : normalize(text);
}

const REVEALING_ID = /^(right|correct|wrong|incorrect|distractor)(-\d+)?$/;
const POSITION_ID = /^(option|choice|answer|step|item)?-?([a-f]|[1-6])$/;
const ORDINAL_ID = /^(first|second|third|fourth|fifth|last)(-step)?$/;

/** Reports ids that reveal the key or the original order of the options, because messages contain the ids. */
export const optionIds: QuestionRule = (question) => {
  if (question.type === "true-false") return [];
  const field = question.type === "order" ? "steps" : "options";
  const choices: [id: string, text: string][] =
    question.type === "order"
      ? Object.entries(question.steps)
      : writtenOptionsOf(question).map(({ id, text }) => [id, text]);
  const isPosition = (id: string) => POSITION_ID.test(id) || (field === "steps" && ORDINAL_ID.test(id));
  const isNumbered = choices.every(([id, text]) => isPosition(id) && normalize(text) !== id);
  return choices
    .filter(([id]) => isNumbered || REVEALING_ID.test(id))
    .map(([id]) => error([field, id], `Members can see the id "${id}" before they answer. Name it after its text.`));
};

const OF_THE_ABOVE =
  /\b(all|none|both|neither|any|some|two) of (the )?(above|these|those|other|others|options|answers)\b|\b(both|neither) [a-e] (and|nor) [a-e]\b|^(all|none|both|neither) (above|are correct|is correct)?\.?$/;

export const allOfTheAbove: QuestionRule = (question) =>
  writtenOptionsOf(question)
    .filter(({ text }) => !text.includes("`") && OF_THE_ABOVE.test(normalize(text)))
    .map(({ id }) =>
      error(
        ["options", id],
        "Options are shuffled. Say what this one means instead of all, none or both of the others.",
      ),
    );

const NUMBER = /^-?\d[\d,_]*(\.\d+)?/;

export const numericOrder: QuestionRule = (question) => {
  const texts = writtenOptionsOf(question).map(({ text }) => normalize(text));
  const numbers = texts.map((text) => Number(NUMBER.exec(text)?.[0].replace(/[,_]/g, "") ?? Number.NaN));
  const units = new Set(texts.map((text) => text.replace(NUMBER, "").trim()));
  if (numbers.some(Number.isNaN) || units.size > 1) return [];
  const sorted = numbers.every((value, index) => index === 0 || value >= (numbers[index - 1] ?? value));
  return sorted ? [] : [warning(["options"], "List numeric options from smallest to largest.")];
};
