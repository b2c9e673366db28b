import type { Question } from "./rules.ts";

type Named = Pick<Question, "id" | "enemies">;

/** Whether two questions must not appear together. It's enough if one of them lists the other. */
export function areEnemies(one: Named, other: Named): boolean {
  return (one.enemies?.includes(other.id) ?? false) || (other.enemies?.includes(one.id) ?? false);
}

/** Drops every question that is an enemy of an earlier one. Returns at most `limit` questions. */
export function withoutEnemies<Item extends Named>(
  questions: Iterable<Item>,
  limit = Number.POSITIVE_INFINITY,
): Item[] {
  const chosen = new Map<string, Item>();
  const excluded = new Set<string>();
  if (limit <= 0) return [];
  for (const question of questions) {
    if (excluded.has(question.id) || question.enemies?.some((id) => chosen.has(id))) continue;
    chosen.set(question.id, question);
    if (chosen.size >= limit) break;
    for (const id of question.enemies ?? []) excluded.add(id);
  }
  return [...chosen.values()];
}

/**
 * Adds the enemies of these questions, because an enemy could give their answers away. `known` are the questions that may
 * list one of them as an enemy.
 */
export function withEnemies(
  ids: ReadonlySet<string>,
  known: readonly Named[],
  find: (id: string) => Named | undefined,
): ReadonlySet<string> {
  if (ids.size === 0) return ids;
  const named = [...ids].flatMap((id) => find(id)?.enemies ?? []);
  const naming = known.filter(({ enemies }) => enemies?.some((id) => ids.has(id))).map(({ id }) => id);
  return new Set([...ids, ...named, ...naming]);
}
