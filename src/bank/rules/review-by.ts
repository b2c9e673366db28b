import { type ItemRule, warning } from "./rule.ts";

export const reviewBy: ItemRule = {
  name: "review-by",
  check: ({ review_by: day }, { today }) =>
    day !== undefined && day < today
      ? [warning(["review_by"], `Due for another reading since ${day}: check key and references, then move the date.`)]
      : [],
};
