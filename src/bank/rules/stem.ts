import { lengthOf } from "../text.ts";
import { type ItemRule, warning } from "./rule.ts";

const TASKS =
  "Arrange|Calculate|Choose|Complete|Compute|Enter|Give|Match|Name|Order|Pick|Put|Rank|Select|Sort|State|Type|Write";
const ASKS = new RegExp(`\\?|(^|[.:;] )(${TASKS})\\b`);
const LONG = 300;

export const stemAsks: ItemRule = {
  name: "stem-asks",
  check: ({ stem, type }) =>
    type === "true-false" || ASKS.test(stem) ? [] : [warning(["stem"], "Make the stem a question of its own.")],
};

export const stemLength: ItemRule = {
  name: "stem-length",
  check({ stem }) {
    const length = lengthOf(stem);
    return length > LONG ? [warning(["stem"], `Shorten the stem to ${LONG} characters; it has ${length}.`)] : [];
  },
};
