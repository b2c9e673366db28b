import { error, type ItemRule, optionsOf } from "./rule.ts";

export const keys: ItemRule = {
  name: "keys",
  check(question) {
    if (!("options" in question)) return [];
    const options = optionsOf(question);
    const keyed = options.filter(({ key }) => key).length;
    if (question.type !== "multi") {
      return keyed === 1 ? [] : [error(["options"], `Mark exactly one option with key: true; ${keyed} are marked.`)];
    }

    const distractors = options.length - keyed;
    if (keyed >= 2 && distractors >= 2) return [];
    return [error(["options"], `A multi needs at least 2 keys and 2 distractors; it has ${keyed} and ${distractors}.`)];
  },
};
