import type { Question } from "./rules.ts";

type Named = Pick<Question, "id" | "enemies">;

/** Whether two questions must not appear together. It's enough if one of them lists the other. */
export function areEnemies(one: Named, other: Named): boolean {
  return (one.enemies?.includes(other.id) ?? false) || (other.enemies?.includes(one.id) ?? false);
}

/** The enemies of each question, in both directions. */
export function enemyIndex(questions: readonly Named[]): ReadonlyMap<string, ReadonlySet<string>> {
  const index = new Map<string, Set<string>>();
  const add = (id: string, enemy: string) => index.set(id, (index.get(id) ?? new Set()).add(enemy));
  for (const { id, enemies = [] } of questions) {
    for (const enemy of enemies) {
      add(id, enemy);
      add(enemy, id);
    }
  }
  return index;
}

/** Drops every question that is an enemy of an earlier one. Returns at most `limit` questions. */
export function withoutEnemies<Item extends Named>(
  questions: Iterable<Item>,
  limit = Number.POSITIVE_INFINITY,
): Item[] {
  const chosen = new Map<string, Item>();
  const excluded = new Set<string>();
  for (const question of questions) {
    if (chosen.size >= limit) break;
    if (excluded.has(question.id) || question.enemies?.some((id) => chosen.has(id))) continue;
    chosen.set(question.id, question);
    for (const id of question.enemies ?? []) excluded.add(id);
  }
  return [...chosen.values()];
}
