import { error, type ItemRule } from "./rule.ts";

/** An id says which topic it belongs to, wherever it turns up. */
export const names: ItemRule = {
  name: "names",
  check: ({ id, objective, topic }) => [
    ...(id.startsWith(`${topic}.`) ? [] : [error(["id"], `Begin the id with "${topic}.".`)]),
    ...(objective.startsWith(`${topic}.`) ? [] : [error(["objective"], `Begin the objective with "${topic}.".`)]),
  ],
};
