import type { Question } from "../../features/questions/rules.ts";
import { nearDuplicates } from "../near-duplicates.ts";
import { plain } from "../text.ts";
import { type BankRule, type Complaint, error, optionsOf, warning } from "./rule.ts";

const TOO_ALIKE = 0.8;
export const ALIKE = 0.6;

/** Two items that ask the same; code counts, as "What does this print?" asks about its code. */
export const duplicates: BankRule = {
  name: "duplicates",
  check: (bank) =>
    nearDuplicates(bank.map(asked), ALIKE).flatMap(({ first, second, likeness }) => {
      const [one, two] = [bank[first], bank[second]];
      if (!one || !two) return [];
      return [{ ...complain(one, two, likeness), id: two.id }];
    }),
};

export function asked({ stem, code }: Question): string {
  return plain(`${stem}\n${code?.text ?? ""}`);
}

/** What to say of the second of two that are alike. */
export function complain(one: Question, two: Question, likeness: number): Complaint {
  const alike = `${Math.round(likeness * 100)}% like ${one.id}`;
  if (asked(one) === asked(two) && answerOf(one) !== answerOf(two)) {
    return error(["stem"], `Asks the same as ${one.id} and keys another answer; one of them is wrong.`);
  }
  if (likeness >= TOO_ALIKE) return error(["stem"], `Stem and code are ${alike}; ask something else or drop one.`);
  return warning(["stem"], `Stem and code are ${alike}; make sure that it tests another thing, and reword it.`);
}

function answerOf(question: Question): string {
  if (question.type === "short") return plain(question.accept.join("|"));
  if (question.type === "number") return String(question.answer);
  if (question.type === "order") return Object.values(question.steps).map(plain).join("|");
  return optionsOf(question)
    .filter(({ key }) => key)
    .map(({ text }) => plain(text))
    .sort()
    .join("|");
}
