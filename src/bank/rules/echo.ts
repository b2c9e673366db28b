import { words } from "../text.ts";
import { type ItemRule, warning, writtenOptionsOf } from "./rule.ts";

const SHORTEST = 5;
const COMMON = new Set(
  "about after again against because before being between could does during every first from have into itself minutes must only other over same should since still than that their them then there these they this through times under until were what when where which while will with without would".split(
    " ",
  ),
);

/** A word the stem and the key share, and no distractor does, points at the key. */
export const echo: ItemRule = {
  name: "echo",
  check(question) {
    const options = writtenOptionsOf(question);
    const stem = words(question.stem);
    const elsewhere = words(
      options
        .filter(({ key }) => !key)
        .map(({ text }) => text)
        .join(" "),
    );
    return options.flatMap(({ id, key, text }) => {
      if (!key) return [];
      const echoed = [...words(text)].filter(
        (word) => word.length >= SHORTEST && !COMMON.has(word) && stem.has(word) && !elsewhere.has(word),
      );
      if (echoed.length === 0) return [];
      return [
        warning(["options", id, "text"], `Only the key repeats "${echoed.join('", "')}" from the stem; reword it.`),
      ];
    });
  },
};
