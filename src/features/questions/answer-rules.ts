import { shuffle } from "../../platform/seed.ts";
import type { Instant, LocalDate } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { ChoiceQuestion, Question } from "./rules.ts";

/**
 * What a member answered: option ids (single, multi, true-false), step ids in order (order), or one text as typed
 * (short, number). Never a position or a letter: those depend on a shuffle.
 */
export type Response = readonly string[];

/** A recorded answer. `sequence` numbers the answers of a guild in the order they counted. */
export type Answer = {
  userId: string;
  sequence: number;
  response: Response;
  correct: boolean;
  base: number;
  bonus: number;
  /** The points were held back until the reveal, which credits them. */
  withheld?: true;
  at: Instant;
  /** The day it counts for, in the guild's zone. */
  day: LocalDate;
  /** How long the member's streak was with this answer: what a bonus is reckoned from. */
  streak: number;
};

/** An option as a post shows it; true and false need no letter. */
export type Option = { id: string; letter: string; text: string; why: string; key: boolean };

const LETTERS = "ABCDE";
const NUMERIC = /^`?[-+]?[\d.,]+\s*[\p{L}%]*`?$/u;

/** A question's options as a post with this seed shows them; true/false and rising numbers keep their natural order. */
export function optionsOf(question: ChoiceQuestion, seed: string): Option[] {
  const written = Object.entries(question.options);
  const natural = question.type === "true-false" || written.every(([, { text }]) => NUMERIC.test(text));
  const shown = natural ? written : shuffle(written, seed);
  return shown.map(([id, option], position) => ({
    id,
    letter: question.type === "true-false" ? "" : LETTERS.charAt(position),
    ...option,
  }));
}

/** Is the response right? All or nothing. Throws a UserError for one that cannot be read. */
export function isCorrectResponse(question: Question, response: Response): boolean {
  switch (question.type) {
    case "single":
    case "true-false":
    case "multi": {
      // A post may be older than the question: an option it no longer has is nobody's mistake.
      if (response.some((id) => !Object.hasOwn(question.options, id))) throw new UserError("question-removed", {});
      const keys = Object.entries(question.options).flatMap(([id, { key }]) => (key ? [id] : []));
      return sameMembers(keys, response);
    }
    case "order":
      return inOrder(question.steps, response);
    case "short":
      return question.accept.some(
        (text) => normalise(text, question.exact) === normalise(only(response), question.exact),
      );
    case "number":
      return (
        Math.abs(parseNumber(only(response), question.unit) - question.answer) <= question.tolerance + Number.EPSILON
      );
  }
}

/** The same for an answer given long before: what an edit of its question made unreadable is not right. */
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

/** Reads "1,024", "0,5" and "1e3" as people type them, with the question's own unit or none; throws a UserError otherwise. */
export function parseNumber(given: string, unit?: string): number {
  const typed = given.normalize("NFKC").trim().toLowerCase();
  const bare = unit && typed.endsWith(unit.toLowerCase()) ? typed.slice(0, -unit.length) : typed;
  const compact = bare.replace(/[\s_]/g, "");
  const plain = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(compact)
    ? compact.replaceAll(",", "")
    : compact.replace(",", ".");
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isFinite(value)) throw new UserError("number-unreadable", { given, ...(unit && { unit }) });
  return value;
}

function normalise(text: string, exact: boolean): string {
  const tidy = text
    .normalize("NFKC")
    .trim()
    .replace(/^`+|`+$/g, "")
    .trim();
  return exact ? tidy : tidy.replace(/\s+/g, " ").toLowerCase();
}

function only(response: Response): string {
  const [text] = response;
  if (text === undefined || text.trim() === "") throw new UserError("answer-empty", {});
  return text;
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const inB = new Set(b);
  return a.length === b.length && inB.size === b.length && a.every((member) => inB.has(member));
}
