import { error, type ItemRule, writtenOptionsOf } from "./rule.ts";

export const optionCount: ItemRule = {
  name: "option-count",
  check(question) {
    if (question.type === "order") return outside(Object.keys(question.steps).length, "steps");
    if (question.type === "single" || question.type === "multi") {
      return outside(writtenOptionsOf(question).length, "options");
    }
    return [];
  },
};

function outside(count: number, field: string) {
  if (count >= 3 && count <= 5) return [];
  return [error([field], `Give 3 to 5 ${field}; it has ${count}. Three good ones beat four.`)];
}
