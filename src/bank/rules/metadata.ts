import { error, type QuestionRule, warning } from "./rule.ts";

/** An id shows its topic wherever it appears. */
export const idPrefix: QuestionRule = ({ id, objective, topic }) => [
  ...(id.startsWith(`${topic}.`) ? [] : [error(["id"], `Start the id with "${topic}.".`)]),
  ...(objective.startsWith(`${topic}.`) ? [] : [error(["objective"], `Start the objective with "${topic}.".`)]),
];

export const reviewBy: QuestionRule = ({ review_by: day }, { today }) => {
  if (day === undefined || day >= today) return [];
  const message = `Review was due by ${day}. Check the answer and its references, then move the date.`;
  return [warning(["review_by"], message)];
};
