import type { Question } from "../../features/questions/rules.ts";
import { nearDuplicates } from "../near-duplicates.ts";
import { normalize } from "../text.ts";
import { type BankRule, error, type LintIssue, optionsOf, warning } from "./rule.ts";

const TOO_SIMILAR = 0.8;
export const SIMILAR = 0.6;

export const duplicates: BankRule = (bank) =>
  findDuplicates(bank).map(({ question, issue }) => ({ ...issue, id: question.id }));

/** Questions that ask nearly the same as an earlier one. Those before `from` are only compared against. */
export function findDuplicates(bank: readonly Question[], from = 0): { question: Question; issue: LintIssue }[] {
  return nearDuplicates(bank.map(comparedText), SIMILAR, from).flatMap(({ first, second, similarity }) => {
    const [other, question] = [bank[first], bank[second]];
    return other && question
      ? [{ question, issue: duplicateIssue(comparable(question), comparable(other), similarity) }]
      : [];
  });
}

/** What of a question is compared with others. */
export type Comparable = { id: string; text: string; answer: string };

export function comparable(question: Question): Comparable {
  return { id: question.id, text: comparedText(question), answer: answerOf(question) };
}

/** Code counts: "What does this print?" asks about its code. */
function comparedText({ stem, code }: Question): string {
  return normalize(`${stem}\n${code?.text ?? ""}`);
}

export function duplicateIssue(question: Comparable, other: Comparable, similarity: number): LintIssue {
  if (question.text === other.text && question.answer !== other.answer) {
    return error(["stem"], `Asks the same as ${other.id} but has a different answer. One of them is wrong.`);
  }
  const similar = `Stem and code are ${Math.round(similarity * 100)}% similar to ${other.id}`;
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
