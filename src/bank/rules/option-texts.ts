import type { Question } from "../../features/questions/rules.ts";
import { plain } from "../text.ts";
import { error, type ItemRule, optionsOf } from "./rule.ts";

/** Two options, steps or accepted answers that read the same. */
export const optionTexts: ItemRule = {
  name: "option-texts",
  check(question) {
    const seen = new Map<string, string>();
    return entriesOf(question).flatMap(({ at, text, name }) => {
      const other = seen.get(text);
      seen.set(text, other ?? name);
      return other === undefined ? [] : [error(at, `"${name}" reads the same as "${other}"; change or drop it.`)];
    });
  },
};

function entriesOf(question: Question) {
  if (question.type === "order") {
    return Object.entries(question.steps).map(([name, text]) => ({ at: ["steps", name], name, text: plain(text) }));
  }
  if (question.type === "short") {
    const read = (text: string) => (question.exact ? text.normalize("NFKC").trim() : plain(text));
    return question.accept.map((name, index) => ({ at: ["accept", index], name, text: read(name) }));
  }
  return optionsOf(question).map(({ id, text }) => ({ at: ["options", id], name: id, text: reading(text) }));
}

/** In code, case and marks carry meaning: `Foo` and `foo` differ. */
function reading(text: string): string {
  return text.includes("`") ? text.replace(/\s+/g, " ").trim() : plain(text);
}
