import type { Answer } from "../questions/answer-rules.ts";

/** What became of a post; while it is open, people are shown only how many answered. */
export type Results = {
  answered: number;
  right: number;
  /** How many chose each option, by option id. */
  chosen: ReadonlyMap<string, number>;
  /** The first three who were right, the earliest first. */
  firstRight: readonly string[];
  /** Against how this group answers in all; absent while there is too little to compare. */
  verdict?: "harder" | "easier";
};

const FEWEST_ANSWERS = 5;
const CLEAR_DIFFERENCE = 0.15;

/**
 * Sums up a post's answers, given in the order they counted; `group` are the totals of its guild. Hidden members count
 * but are not named.
 */
export function summarise(
  answers: readonly Answer[],
  group: { answered: number; right: number },
  hidden: ReadonlySet<string> = new Set(),
): Results {
  const chosen = new Map<string, number>();
  for (const id of answers.flatMap(({ response }) => response)) chosen.set(id, (chosen.get(id) ?? 0) + 1);

  const right = answers.filter((answer) => answer.right);
  const verdict = compare(answers.length, right.length, group);
  return {
    answered: answers.length,
    right: right.length,
    chosen,
    firstRight: right
      .map(({ userId }) => userId)
      .filter((userId) => !hidden.has(userId))
      .slice(0, 3),
    ...(verdict && { verdict }),
  };
}

function compare(answered: number, right: number, group: { answered: number; right: number }): Results["verdict"] {
  const earlier = group.answered - answered;
  if (answered < FEWEST_ANSWERS || earlier < FEWEST_ANSWERS) return undefined;

  const difference = right / answered - (group.right - right) / earlier;
  if (Math.abs(difference) < CLEAR_DIFFERENCE) return undefined;
  return difference < 0 ? "harder" : "easier";
}
