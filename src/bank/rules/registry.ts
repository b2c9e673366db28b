import { bankBalance, objectiveLimit, recallShare } from "./balance.ts";
import { absolutes, answerLength, stemEcho } from "./cues.ts";
import { duplicates } from "./duplicates.ts";
import { runMissing, runOutput } from "./executed-keys.ts";
import { enemies, idPrefix, references, reviewBy, why } from "./metadata.ts";
import { allOfTheAbove, correctOptions, distinctOptions, numericOrder, optionCount, optionIds } from "./options.ts";
import type { BankRule, QuestionRule } from "./rule.ts";
import { size } from "./size.ts";
import { negation, stemLength, stemQuestion } from "./stem.ts";

/** Rules for every question, both built-in ones and servers' own. */
export const SHARED_RULES = {
  "correct-options": correctOptions,
  "option-count": optionCount,
  "distinct-options": distinctOptions,
  "option-ids": optionIds,
  "all-of-the-above": allOfTheAbove,
  "numeric-order": numericOrder,
  "answer-length": answerLength,
  "stem-echo": stemEcho,
  absolutes,
  negation,
  "stem-question": stemQuestion,
  "stem-length": stemLength,
  why,
  references,
  "review-by": reviewBy,
  "run-output": runOutput,
  size,
} satisfies Record<string, QuestionRule>;

/** Rules for built-in questions. Servers don't choose the ids of their own questions, and their code is never run. */
export const QUESTION_RULES = {
  ...SHARED_RULES,
  "id-prefix": idPrefix,
  "run-missing": runMissing,
} satisfies Record<string, QuestionRule>;

export const BANK_RULES = {
  duplicates,
  enemies,
  "objective-limit": objectiveLimit,
  "recall-share": recallShare,
  "bank-balance": bankBalance,
} satisfies Record<string, BankRule>;
