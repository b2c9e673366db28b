import { figuresOf } from "../figures.ts";
import { type BankRule, error } from "./rule.ts";

/** Below this, a share is chance. */
const ENOUGH_ITEMS = 100;

/** What a guesser could learn from the bank as a whole. */
export const shares: BankRule = {
  name: "shares",
  check(bank) {
    const [first] = bank;
    if (!first || bank.length < ENOUGH_ITEMS) return [];
    const { singles, negative, byType, items } = figuresOf(bank);
    const limits = [
      { share: singles.longestIsKey, limit: 0.33, what: "single items whose key is uniquely longest" },
      { share: singles.shortestIsKey, limit: 0.33, what: "single items whose key is uniquely shortest" },
      { share: negative / items, limit: 0.05, what: "items that ask for what is **NOT** so" },
      { share: (byType.get("true-false") ?? 0) / items, limit: 0.1, what: "true/false items" },
    ];
    return limits
      .filter(({ share, limit }) => share > limit)
      .map(({ share, limit, what }) => ({
        ...error([], `Over the bank, ${what} are ${percent(share)}; at most ${percent(limit)} are allowed.`),
        id: first.id,
      }));
  },
};

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
