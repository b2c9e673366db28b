import type { Question } from "./rules.ts";

type Named = Pick<Question, "id" | "enemies">;

/** Whether two questions are about the same concept. It's enough if one of them names the other. */
export function areEnemies(one: Named, other: Named): boolean {
  return (one.enemies?.includes(other.id) ?? false) || (other.enemies?.includes(one.id) ?? false);
}

/** Drops each question that is an enemy of one before it. */
export function withoutEnemies<Item extends Named>(questions: readonly Item[], limit = questions.length): Item[] {
  const chosen: Item[] = [];
  for (const question of questions) {
    if (chosen.length >= limit) break;
    if (!chosen.some((other) => areEnemies(question, other))) chosen.push(question);
  }
  return chosen;
}
