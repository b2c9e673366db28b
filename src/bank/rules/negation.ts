import type { Question } from "../../features/questions/rules.ts";
import { prose } from "../text.ts";
import { error, type ItemRule } from "./rule.ts";

const BOLD = /\*\*(NOT|EXCEPT)\*\*/;
const SHOUTED = /\b(NOT|EXCEPT)\b/;
const WHISPERED =
  /\bexcept\s*[?:]|\b(all|each|every one) of (these|the following)\b[^?]*\bexcept\b|\bwhich (one )?(of (these|the following)|statement|option|answer)\b[^?,;]{0,30}\b(is|are|was|does|do|can|should|would|will|may|must) not\b|\bwhich (one )?(of (these|the following)|statement|option|answer)\b[^?,;]{0,30}\b(isn't|aren't|doesn't|don't|can't|cannot|shouldn't|won't)\b/i;

export const negation: ItemRule = {
  name: "negation",
  check({ stem }) {
    const text = prose(stem);
    const rest = text.replaceAll(/\*\*(NOT|EXCEPT)\*\*/g, " ");
    if (SHOUTED.test(rest)) {
      return [error(["stem"], "Write **NOT** or **EXCEPT** in bold capitals, or put SQL's words in code marks.")];
    }
    if (!isNegative({ stem }) && WHISPERED.test(rest)) {
      return [
        error(["stem"], "Ask for what is so; where that can't be, write **NOT** or **EXCEPT** in bold capitals."),
      ];
    }
    return [];
  },
};

export function isNegative({ stem }: Pick<Question, "stem">): boolean {
  return BOLD.test(prose(stem));
}
