import { bankStatistics, groupBy } from "../statistics.ts";
import { type BankRule, error, warning } from "./rule.ts";

const MAX_PER_OBJECTIVE = 3;

export const objectiveLimit: BankRule = (bank) =>
  [...groupBy(bank, ({ objective }) => objective)].flatMap(([objective, questions]) => {
    const message = `${objective} already has ${MAX_PER_OBJECTIVE} questions. Give this one its own objective or remove it.`;
    return questions.slice(MAX_PER_OBJECTIVE).map(({ id }) => ({ ...error(["objective"], message), id }));
  });

const MIN_TOPIC_SIZE = 10;
const MIN_BEYOND_RECALL = 0.4;

export const recallShare: BankRule = (bank) =>
  [...groupBy(bank, ({ topic }) => topic)].flatMap(([topic, questions]) => {
    const share = questions.filter(({ level }) => level !== "recall").length / questions.length;
    const [first] = questions;
    if (!first || questions.length < MIN_TOPIC_SIZE || share >= MIN_BEYOND_RECALL) return [];
    const message = `Only ${Math.round(share * 100)}% of ${topic} questions go beyond recall; aim for at least ${MIN_BEYOND_RECALL * 100}%.`;
    return [{ ...warning(["level"], message), id: first.id }];
  });

/** In smaller banks, shares are mostly due to chance. */
const MIN_BANK_SIZE = 100;

/** Limits patterns across the entire bank that would help guessers. */
export const bankBalance: BankRule = (bank) => {
  const [first] = bank;
  if (!first || bank.length < MIN_BANK_SIZE) return [];
  const { singles, negative, byType, count } = bankStatistics(bank);
  const limits = [
    { share: singles.longestIsCorrect, limit: 0.33, what: "single-choice questions whose longest option is correct" },
    { share: singles.shortestIsCorrect, limit: 0.33, what: "single-choice questions whose shortest option is correct" },
    { share: negative / count, limit: 0.05, what: "questions that ask what is **NOT** true" },
    { share: (byType.get("true-false") ?? 0) / count, limit: 0.1, what: "true/false questions" },
  ];
  return limits
    .filter(({ share, limit }) => share > limit)
    .map(({ share, limit, what }) => ({
      ...error([], `Too many ${what} in the bank: ${percent(share)}, limit ${percent(limit)}.`),
      id: first.id,
    }));
};

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
