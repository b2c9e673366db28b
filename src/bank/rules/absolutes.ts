import { prose, words } from "../text.ts";
import { type ItemRule, type NamedOption, warning, writtenOptionsOf } from "./rule.ts";

const ABSOLUTE = ["always", "never", "all", "none", "every", "nothing", "everything", "impossible", "completely"];

/** Readers learn that "always" is wrong where it stands in distractors alone. */
export const absolutes: ItemRule = {
  name: "absolutes",
  check(question) {
    const options = writtenOptionsOf(question);
    if (options.some((option) => option.key && absoluteIn(option))) return [];
    return options.flatMap((option) => {
      const word = absoluteIn(option);
      if (!word) return [];
      return [
        warning(
          ["options", option.id, "text"],
          `Only distractors are absolute ("${word}"); soften it or the contrast.`,
        ),
      ];
    });
  },
};

function absoluteIn({ text }: NamedOption): string | undefined {
  const said = words(prose(text));
  return ABSOLUTE.find((word) => said.has(word));
}
