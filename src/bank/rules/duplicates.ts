import type { Question } from "../../features/questions/rules.ts";
import { type NearDuplicate, nearDuplicates } from "../near-duplicates.ts";
import { normalize } from "../text.ts";
import { type BankRule, error, type LintIssue, optionsOf, warning } from "./rule.ts";

const TOO_SIMILAR = 0.8;
export const SIMILAR = 0.6;

export const duplicates: BankRule = (bank) =>
  findSimilar(bank.map(comparable)).flatMap(({ first, second, similarity }) => {
    const [other, question] = [bank[first], bank[second]];
    if (!other || !question) return [];
    const isSame = comparable(question).text === comparable(other).text;
    const issue =
      isSame && answerOf(question) !== answerOf(other) ? conflict(other) : similarIssue(other.id, similarity);
    return [{ ...issue, id: question.id }];
  });

/** What of a question is compared. Code counts: "What does this print?" asks about its code. */
export type ComparedQuestion = { id: string; text: string };

export function comparable({ id, stem, code }: Question): ComparedQuestion {
  return { id, text: normalize(`${stem}\n${code?.text ?? ""}`) };
}

/** Questions that ask nearly the same as an earlier one. Those before `from` are only compared against. */
export function findSimilar(questions: readonly ComparedQuestion[], from = 0): NearDuplicate[] {
  return nearDuplicates(
    questions.map(({ text }) => text),
    SIMILAR,
    from,
  );
}

function conflict({ id }: Question): LintIssue {
  return error(["stem"], `Asks the same as ${id} but has a different answer. One of them is wrong.`);
}

/** Doesn't depend on the other question's answer, which an author of own questions must not find out. */
export function similarIssue(otherId: string, similarity: number): LintIssue {
  const similar = `Stem and code are ${Math.round(similarity * 100)}% similar to ${otherId}`;
  if (similarity >= TOO_SIMILAR) return error(["stem"], `${similar}. Ask something else, or remove one of them.`);
  return warning(["stem"], `${similar}. Make sure this tests something different, and reword it.`);
}

function answerOf(question: Question): string {
  if (question.type === "short") return normalize(question.accept.join("|"));
  if (question.type === "number") return String(question.answer);
  if (question.type === "order") return Object.values(question.steps).map(normalize).join("|");
  return optionsOf(question)
    .filter(({ key }) => key)
    .map(({ text }) => normalize(text))
    .sort()
    .join("|");
}
