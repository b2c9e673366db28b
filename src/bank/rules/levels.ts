import { groupBy } from "../group.ts";
import { type BankRule, warning } from "./rule.ts";

const FEWEST_ITEMS = 10;
const ABOVE_RECALL = 0.4;

export const levels: BankRule = {
  name: "levels",
  check: (bank) =>
    [...groupBy(bank, ({ topic }) => topic)].flatMap(([topic, items]) => {
      const above = items.filter(({ level }) => level !== "recall").length / items.length;
      const [first] = items;
      if (!first || items.length < FEWEST_ITEMS || above >= ABOVE_RECALL) return [];
      const message = `${Math.round(above * 100)}% of ${topic} is above recall; at least ${ABOVE_RECALL * 100}% should be.`;
      return [{ ...warning(["level"], message), id: first.id }];
    }),
};
