import { type BankRule, error } from "./rule.ts";

export const enemies: BankRule = (bank) => {
  const ids = new Set(bank.map(({ id }) => id));
  return bank.flatMap(({ id, enemies = [] }) =>
    enemies.flatMap((enemy, index) => {
      const message = problemOf(enemy, { id, ids, isRepeated: enemies.indexOf(enemy) < index });
      return message === undefined ? [] : [{ ...error(["enemies", index], message), id }];
    }),
  );
};

function problemOf(
  enemy: string,
  { id, ids, isRepeated }: { id: string; ids: ReadonlySet<string>; isRepeated: boolean },
): string | undefined {
  if (enemy === id) return "A question can't be its own enemy. Remove its id from the list.";
  if (isRepeated) return `${enemy} is listed twice. Remove one of them.`;
  if (!ids.has(enemy)) return `There is no active question ${enemy}. Correct the id, or remove it.`;
  return undefined;
}
