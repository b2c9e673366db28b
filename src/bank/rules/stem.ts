import type { Question } from "../../features/questions/rules.ts";
import { lengthOf, withoutCode } from "../text.ts";
import { error, type QuestionRule, warning } from "./rule.ts";

const TASKS =
  "Arrange|Calculate|Choose|Complete|Compute|Enter|Give|Match|Name|Order|Pick|Put|Rank|Select|Sort|State|Type|Write";
const ASKS = new RegExp(`\\?|(^|[.:;] )(${TASKS})\\b`);

export const stemQuestion: QuestionRule = ({ stem, type }) => {
  if (type === "true-false" || ASKS.test(stem)) return [];
  return [warning(["stem"], "Write the stem as a question, or as a task such as “Put the steps in order.”")];
};

const LONG_STEM = 300;

export const stemLength: QuestionRule = ({ stem }) => {
  const length = lengthOf(stem);
  return length > LONG_STEM
    ? [warning(["stem"], `Shorten the stem to ${LONG_STEM} characters; it has ${length}.`)]
    : [];
};

const BOLD_NEGATION = /\*\*(NOT|EXCEPT)\*\*/;
const PLAIN_CAPITALS = /\b(NOT|EXCEPT)\b/;
const LOWER_CASE =
  /\bexcept\s*[?:]|\b(all|each|every one) of (these|the following)\b[^?]*\bexcept\b|\bwhich (one )?(of (these|the following)|statement|option|answer)\b[^?,;]{0,30}\b(is|are|was|does|do|can|should|would|will|may|must) not\b|\bwhich (one )?(of (these|the following)|statement|option|answer)\b[^?,;]{0,30}\b(isn't|aren't|doesn't|don't|can't|cannot|shouldn't|won't)\b/i;

export const negation: QuestionRule = ({ stem }) => {
  const rest = withoutCode(stem).replaceAll(/\*\*(NOT|EXCEPT)\*\*/g, " ");
  if (PLAIN_CAPITALS.test(rest)) {
    return [error(["stem"], "Write **NOT** and **EXCEPT** in bold capitals; put SQL keywords in backticks.")];
  }
  if (isNegative({ stem }) || !LOWER_CASE.test(rest)) return [];
  const message = "Ask a positive question. If only the exception works, write **NOT** or **EXCEPT** in bold capitals.";
  return [error(["stem"], message)];
};

export function isNegative({ stem }: Pick<Question, "stem">): boolean {
  return BOLD_NEGATION.test(withoutCode(stem));
}
