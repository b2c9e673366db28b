import { plain } from "../text.ts";
import { error, type ItemRule, writtenOptionsOf } from "./rule.ts";

const OF_THE_ABOVE =
  /\b(all|none|both|neither|any|some|two) of (the )?(above|these|those|other|others|options|answers)\b|\b(both|neither) [a-e] (and|nor) [a-e]\b|^(all|none|both|neither) (above|are correct|is correct)?\.?$/;

export const ofTheAbove: ItemRule = {
  name: "of-the-above",
  check: (question) =>
    writtenOptionsOf(question)
      .filter(({ text }) => !text.includes("`") && OF_THE_ABOVE.test(plain(text)))
      .map(({ id }) =>
        error(["options", id], "Options are shuffled: say what it stands for instead of all/none/both."),
      ),
};
