import { plain } from "../text.ts";
import { type ItemRule, warning, writtenOptionsOf } from "./rule.ts";

const NUMBER = /^-?\d[\d,_]*(\.\d+)?/;

export const numericOrder: ItemRule = {
  name: "numeric-order",
  check(question) {
    const texts = writtenOptionsOf(question).map(({ text }) => plain(text));
    const numbers = texts.map((text) => Number(NUMBER.exec(text)?.[0].replace(/[,_]/g, "") ?? Number.NaN));
    const units = new Set(texts.map((text) => text.replace(NUMBER, "").trim()));
    if (numbers.some(Number.isNaN) || units.size > 1) return [];
    const sorted = numbers.every((value, index) => index === 0 || value >= (numbers[index - 1] ?? value));
    return sorted ? [] : [warning(["options"], "Write numeric options from the smallest to the largest.")];
  },
};
