import { lengthOf } from "../text.ts";
import { error, type ItemRule, warning, writtenOptionsOf } from "./rule.ts";

const LONG_ENOUGH_TO_SHOW = 20;

/** A guesser's first rule is "take the longest". */
export const keyLength: ItemRule = {
  name: "key-length",
  check(question) {
    const options = writtenOptionsOf(question);
    const longest = Math.max(...options.filter(({ key }) => !key).map(({ text }) => lengthOf(text)));
    return options.flatMap(({ id, key, text }) => {
      const length = lengthOf(text);
      const ratio = length / longest;
      if (!key || length < LONG_ENOUGH_TO_SHOW || ratio < 1.2) return [];
      const message = `The key has ${length} characters, ${ratio.toFixed(2)} times the longest distractor (${longest}); shorten it or give a distractor more to say.`;
      return [(ratio >= 1.4 ? error : warning)(["options", id, "text"], message)];
    });
  },
};
