import type { Question } from "../features/questions/rules.ts";
import { optionsOf } from "./rules/rule.ts";

const LETTERS = "ABCDE";
const DIFFICULTIES = { 1: "easy", 2: "medium", 3: "hard" } as const;
const SEPARATOR = "─".repeat(72);

/** Formats a question as text, roughly as Discord shows it: the post, then the explanation. */
export function describeQuestion(question: Question): string {
  return [...post(question), "", SEPARATOR, "", ...explanation(question), "", ...metadata(question)].join("\n");
}

function post(question: Question): string[] {
  const { topic, difficulty, level, stem, code } = question;
  return [
    `${topic} · ${DIFFICULTIES[difficulty]} · ${10 * difficulty} points · ${level}`,
    `### ${stem}`,
    "",
    ...(code ? [`\`\`\`${code.language}`, code.text.trimEnd(), "```", ""] : []),
    ...choices(question),
    ...control(question),
  ];
}

function choices(question: Question): string[] {
  const texts =
    question.type === "order" ? Object.values(question.steps).sort() : optionsOf(question).map(({ text }) => text);
  return texts.length > 0 ? [...texts.map((text, index) => `${LETTERS[index]}  ${text}`), ""] : [];
}

function control(question: Question): string[] {
  switch (question.type) {
    case "single":
    case "true-false":
      return [
        optionsOf(question)
          .map((_, index) => `[ ${LETTERS[index]} ]`)
          .join(" "),
      ];
    case "multi":
      return ["[ Choose 2 or more ▾ ]"];
    case "order":
      return Object.keys(question.steps).map((_, index) => `[ Step ${index + 1} ▾ ]`);
    case "short":
    case "number":
      return ["[ Answer ]"];
  }
}

function explanation(question: Question): string[] {
  switch (question.type) {
    case "short":
      return [
        `✓ ${question.accept[0]}`,
        `  also accepted: ${question.accept.slice(1).join(", ") || "nothing else"}`,
        question.why,
      ];
    case "number":
      return [`✓ ${question.answer}${question.unit ? ` ${question.unit}` : ""} ± ${question.tolerance}`, question.why];
    case "order":
      return [...Object.values(question.steps).map((text, index) => `✓ ${index + 1}. ${text}`), question.why];
    default:
      return optionsOf(question).flatMap(({ key, text, why }) => [`${key ? "✓" : "✗"} ${text}`, `  ${why}`]);
  }
}

function metadata({ id, rev, objective, refs, run, review_by: reviewBy, retired }: Question): string[] {
  return [
    ...refs.map(({ title, url }) => `Read more: ${title} <${url}>`),
    `${id} · revision ${rev} · ${objective}${run ? ` · verified with ${run.with}` : ""}`,
    ...(reviewBy ? [`Review by ${reviewBy}`] : []),
    ...(retired ? [`Retired on ${retired}`] : []),
  ];
}
