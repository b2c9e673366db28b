import { shuffleById } from "../../platform/seed.ts";
import type { Instant, LocalDate } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { ChoiceQuestion, Question } from "./rules.ts";

/**
 * A member's answer: option ids (single, multi, true-false), step ids in order (order), or the typed text (short,
 * number). Never a position or letter, because those depend on the shuffle.
 */
export type Response = readonly string[];

/** A recorded answer. `sequence` numbers a guild's answers in the order they were recorded. */
export type Answer = {
  userId: string;
  sequence: number;
  response: Response;
  correct: boolean;
  base: number;
  bonus: number;
  /** Whether the points are withheld until the reveal. */
  withheld?: true;
  at: Instant;
  /** The day it counts toward, in the guild's time zone. */
  day: LocalDate;
  /** The length of the member's streak, including this answer. It determines the bonus. */
  streak: number;
};

/** An option as shown in a post. True and false have no letter. */
export type Option = { id: string; letter: string; text: string; why: string; key: boolean };

const LETTERS = "ABCDE";
const NUMERIC = /^`?([-+]?\d[\d,]*(?:\.\d+)?)\s*([\p{L}%]*)`?$/u;

/**
 * Orders the options of a message: true before false, numbers from smallest to largest, others shuffled by the seed.
 * Doesn't use the original order, because authors often put the key first.
 */
export function optionsOf(question: ChoiceQuestion, seed: string): Option[] {
  if (question.type === "true-false") {
    const { options } = question;
    return [
      { id: "true", letter: "", ...options.true },
      { id: "false", letter: "", ...options.false },
    ];
  }
  const written = Object.entries(question.options).map(([id, option]) => ({ id, ...option }));
  const shuffled = shuffleById(written, seed);
  return (byValue(shuffled) ?? shuffled).map((option, position) => ({ ...option, letter: LETTERS.charAt(position) }));
}

/** Sorts options by value. Undefined unless all are numbers with the same unit. */
function byValue<Item extends { text: string }>(options: readonly Item[]): Item[] | undefined {
  const numbers = options.map((option) => {
    const match = NUMERIC.exec(option.text);
    return { option, unit: match?.[2], value: Number(match?.[1]?.replaceAll(",", "")) };
  });
  const isSorted =
    numbers.every(({ value }) => Number.isFinite(value)) && new Set(numbers.map(({ unit }) => unit)).size === 1;
  return isSorted ? numbers.sort((a, b) => a.value - b.value).map(({ option }) => option) : undefined;
}

/** The steps of an ordering question, shuffled by the seed of a message. */
export function shuffledSteps({ steps }: Extract<Question, { type: "order" }>, seed: string) {
  return shuffleById(
    Object.entries(steps).map(([id, text]) => ({ id, text })),
    seed,
  );
}

/** Whether a response is correct. There is no partial credit. Throws a UserError if the response can't be parsed. */
export function isCorrectResponse(question: Question, response: Response): boolean {
  switch (question.type) {
    case "single":
    case "true-false":
    case "multi": {
      // An old post can show an option that has since been removed. That isn't the member's mistake.
      if (response.some((id) => !Object.hasOwn(question.options, id))) throw new UserError("question-removed", {});
      const keys = Object.entries(question.options).flatMap(([id, { key }]) => (key ? [id] : []));
      return sameMembers(keys, response);
    }
    case "order":
      return inOrder(question.steps, response);
    case "short":
      return question.accept.some(
        (text) => normalize(text, question.exact) === normalize(typedText(response), question.exact),
      );
    case "number":
      return isWithin(parseNumber(typedText(response), question.unit), question.answer, question.tolerance);
  }
}

/**
 * Like `isCorrectResponse`, but returns false if the response can't be parsed, perhaps because the question was edited.
 */
export function isCorrect(question: Question, response: Response): boolean {
  try {
    return isCorrectResponse(question, response);
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function inOrder(steps: Readonly<Record<string, string>>, response: Response): boolean {
  const repeated = response.find((id, index) => response.indexOf(id) !== index);
  if (repeated !== undefined) throw new UserError("order-repeats", { step: steps[repeated] ?? repeated });
  return Object.keys(steps).join() === response.join();
}

/**
 * Parses numbers as people type them, with or without the question's unit. A period is always the decimal point. Commas
 * group thousands in "1,048,576" and "1,024.5", and are the decimal comma in "0,125" and "2,5". Throws a UserError for
 * "1,024", which could be either, and for anything that isn't a number.
 */
export function parseNumber(given: string, unit?: string): number {
  const typed = given.normalize("NFKC").toLowerCase().replace("\u2212", "-").trim();
  const number = (unit && typed.endsWith(unit.toLowerCase()) ? typed.slice(0, -unit.length) : typed)
    .trim()
    .replace(SPACED_GROUPS, (groups) => groups.replace(/[ _]/g, ""));
  if (ONE_COMMA_GROUP.test(number)) {
    throw new UserError("number-ambiguous", {
      given,
      readings: [number.replace(",", ""), number.replace(",", ".")],
    });
  }
  const plain = COMMA_GROUPS.test(number) ? number.replaceAll(",", "") : number.replace(",", ".");
  const value = PLAIN.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isFinite(value)) throw new UserError("number-unreadable", { given, ...(unit && { unit }) });
  return value;
}

const PLAIN = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/;
const SPACED_GROUPS = /^[-+]?[1-9]\d{0,2}([ _]\d{3})+(?!\d)/;
const ONE_COMMA_GROUP = /^[-+]?[1-9]\d{0,2},\d{3}(e|$)/;
const COMMA_GROUPS = /^[-+]?[1-9]\d{0,2}((,\d{3})+\.\d*|(,\d{3}){2,})$/;

/** Whether a number is within the tolerance, allowing for floating-point rounding errors. */
function isWithin(given: number, answer: number, tolerance: number): boolean {
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(given), Math.abs(answer));
  return Math.abs(given - answer) <= tolerance + rounding;
}

function normalize(text: string, exact: boolean): string {
  const trimmed = text
    .normalize("NFKC")
    .trim()
    .replace(/^`+|`+$/g, "")
    .trim();
  return exact ? trimmed : trimmed.replace(/\s+/g, " ").toLowerCase();
}

function typedText(response: Response): string {
  const [text] = response;
  if (text === undefined || text.trim() === "") throw new UserError("answer-empty", {});
  return text;
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const inB = new Set(b);
  return a.length === b.length && a.every((member) => inB.has(member));
}
