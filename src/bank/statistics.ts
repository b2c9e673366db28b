import type { Question } from "../features/questions/rules.ts";
import { groupBy } from "./group.ts";
import { type NamedOption, optionsOf } from "./rules/rule.ts";
import { isNegative } from "./rules/stem.ts";
import { lengthOf } from "./text.ts";

export type BankStatistics = {
  readonly count: number;
  readonly byLevel: ReadonlyMap<string, number>;
  readonly byDifficulty: ReadonlyMap<string, number>;
  readonly byType: ReadonlyMap<string, number>;
  readonly withCode: number;
  readonly withRun: number;
  readonly negative: number;
  readonly singles: SingleChoiceStatistics;
  readonly byTopic: ReadonlyMap<string, BankStatistics>;
};

/** Shares from 0 to 1; NaN without questions. */
export type SingleChoiceStatistics = {
  readonly count: number;
  /** The hit rate of blind guesses. */
  readonly chance: number;
  readonly longestIsCorrect: number;
  readonly shortestIsCorrect: number;
  /** How often the first, second … option as written is correct. */
  readonly correctPositions: readonly number[];
};

export function bankStatistics(bank: readonly Question[]): BankStatistics {
  const topics = groupBy(bank, ({ topic }) => topic);
  return {
    count: bank.length,
    byLevel: countBy(bank, ({ level }) => level),
    byDifficulty: countBy(bank, ({ difficulty }) => String(difficulty)),
    byType: countBy(bank, ({ type }) => type),
    withCode: bank.filter(({ code }) => code).length,
    withRun: bank.filter(({ run }) => run).length,
    negative: bank.filter(isNegative).length,
    singles: singleChoiceStatistics(bank.filter(({ type }) => type === "single").map(optionsOf)),
    byTopic: topics.size > 1 ? new Map([...topics].map(([topic, group]) => [topic, bankStatistics(group)])) : new Map(),
  };
}

function singleChoiceStatistics(singles: readonly NamedOption[][]): SingleChoiceStatistics {
  const share = (test: (options: NamedOption[]) => boolean) => singles.filter(test).length / singles.length;
  const maxOptions = Math.max(0, ...singles.map((options) => options.length));
  return {
    count: singles.length,
    chance: singles.reduce((sum, options) => sum + 1 / options.length, 0) / singles.length,
    longestIsCorrect: share((options) => isExtreme(options, (correct, other) => correct > other)),
    shortestIsCorrect: share((options) => isExtreme(options, (correct, other) => correct < other)),
    correctPositions: Array.from({ length: maxOptions }, (_, position) => share((options) => !!options[position]?.key)),
  };
}

function isExtreme(options: readonly NamedOption[], beats: (correct: number, other: number) => boolean): boolean {
  const correct = options.find(({ key }) => key);
  if (!correct) return false;
  return options.every((other) => other === correct || beats(lengthOf(correct.text), lengthOf(other.text)));
}

function countBy(bank: readonly Question[], nameOf: (question: Question) => string): Map<string, number> {
  return new Map([...groupBy(bank, nameOf)].map(([name, questions]) => [name, questions.length]));
}
