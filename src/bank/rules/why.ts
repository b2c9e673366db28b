import { lengthOf, prose } from "../text.ts";
import { error, type ItemRule, optionsOf } from "./rule.ts";

const SHORTEST = 25;
const BY_PLACE =
  /\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?)\s+\(?[A-E]\b|\([A-E]\)|\b[A-E] (?:is|are) (?:right|wrong|correct|incorrect|true|false)\b|\b(?:first|second|third|fourth|fifth|last|previous|next) (?:option|answer|choice)\b|\b(?:option|answer|choice)s? (?:above|below)\b/;

export const why: ItemRule = {
  name: "why",
  check(question) {
    const whys =
      "options" in question
        ? optionsOf(question).map((option) => ({ at: ["options", option.id, "why"], text: option.why }))
        : [{ at: ["why"], text: question.why }];
    return whys.flatMap(({ at, text }) => [
      ...(lengthOf(text) < SHORTEST ? [error(at, `Explain in at least ${SHORTEST} characters.`)] : []),
      ...(BY_PLACE.test(prose(text)) ? [error(at, "Options are shuffled: name an option by what it says.")] : []),
    ]);
  },
};
