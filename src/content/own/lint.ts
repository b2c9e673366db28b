import { setImmediate } from "node:timers/promises";
import type { Finding } from "../../app/ports.ts";
import type { Question } from "../../core/question.ts";
import { ITEM_RULES } from "../lint.ts";
import { likenessTo } from "../near-duplicates.ts";
import { ALIKE, asked, complain } from "../rules/duplicates.ts";
import { executedKey } from "../rules/executed-key.ts";
import { names } from "../rules/names.ts";
import type { Complaint } from "../rules/rule.ts";

/** A guild's ids are given by the bot, and nothing runs what its members wrote. */
const OWN_RULES = ITEM_RULES.filter((rule) => rule !== names && rule !== executedKey);

/** So many questions are compared in a few milliseconds; then others have their turn. */
const COMPARED_TOGETHER = 100;

/** What the item rules say about one question of a guild's own. */
export function lintItem(question: Question, today: string): Finding[] {
  return OWN_RULES.flatMap((rule) => rule.check(question, { today }).map(findingOf));
}

/** The same, and whether another question asks the same; never holds up the process it runs in. */
export async function lintAmong(question: Question, among: readonly Question[], today: string): Promise<Finding[]> {
  const likeness = likenessTo(asked(question));
  let closest: { other: Question; likeness: number } | undefined;
  for (const [index, other] of among.entries()) {
    if (index % COMPARED_TOGETHER === COMPARED_TOGETHER - 1) await setImmediate();
    const likely = other.id === question.id ? 0 : likeness(asked(other));
    if (likely >= (closest?.likeness ?? ALIKE)) closest = { other, likeness: likely };
  }
  const alike = closest ? [findingOf(complain(closest.other, question, closest.likeness))] : [];
  return [...lintItem(question, today), ...alike];
}

export function findingOf({ severity, at, message }: Complaint): Finding {
  return { severity, at: at.join(" "), message };
}
