import type { Question } from "../features/questions/rules.ts";
import { groupBy } from "./group.ts";
import { isNegative } from "./rules/negation.ts";
import { type NamedOption, optionsOf } from "./rules/rule.ts";
import { lengthOf } from "./text.ts";

/** What a bank looks like from far enough away to see what a guesser would use. */
export interface BankFigures {
  readonly items: number;
  readonly byLevel: ReadonlyMap<string, number>;
  readonly byDifficulty: ReadonlyMap<string, number>;
  readonly byType: ReadonlyMap<string, number>;
  readonly withCode: number;
  readonly withRun: number;
  readonly negative: number;
  readonly singles: SingleFigures;
  /** The same for each topic by itself. */
  readonly byTopic: ReadonlyMap<string, BankFigures>;
}

export interface SingleFigures {
  readonly items: number;
  /** How often a blind guess hits: the mean of one over the number of options. */
  readonly chance: number;
  readonly longestIsKey: number;
  readonly shortestIsKey: number;
  /** How often the key stands first, second … as written. */
  readonly keyPositions: readonly number[];
}

export function figuresOf(bank: readonly Question[]): BankFigures {
  const topics = groupBy(bank, ({ topic }) => topic);
  return {
    items: bank.length,
    byLevel: countBy(bank, ({ level }) => level),
    byDifficulty: countBy(bank, ({ difficulty }) => String(difficulty)),
    byType: countBy(bank, ({ type }) => type),
    withCode: bank.filter(({ code }) => code).length,
    withRun: bank.filter(({ run }) => run).length,
    negative: bank.filter(isNegative).length,
    singles: singleFiguresOf(bank.filter(({ type }) => type === "single").map(optionsOf)),
    byTopic: topics.size > 1 ? new Map([...topics].map(([topic, items]) => [topic, figuresOf(items)])) : new Map(),
  };
}

function singleFiguresOf(singles: readonly NamedOption[][]): SingleFigures {
  const places = singles.map((options) => options.findIndex(({ key }) => key));
  const most = Math.max(0, ...singles.map((options) => options.length));
  return {
    items: singles.length,
    chance: singles.reduce((sum, options) => sum + 1 / options.length, 0) / singles.length,
    longestIsKey: singles.filter((options) => keyBeats(options, (key, other) => key > other)).length / singles.length,
    shortestIsKey: singles.filter((options) => keyBeats(options, (key, other) => key < other)).length / singles.length,
    keyPositions: Array.from(
      { length: most },
      (_, place) => places.filter((at) => at === place).length / singles.length,
    ),
  };
}

function keyBeats(options: readonly NamedOption[], beats: (key: number, other: number) => boolean): boolean {
  const key = options.find((option) => option.key);
  return (
    key !== undefined && options.every((other) => other === key || beats(lengthOf(key.text), lengthOf(other.text)))
  );
}

function countBy(bank: readonly Question[], nameOf: (question: Question) => string): Map<string, number> {
  return new Map([...groupBy(bank, nameOf)].map(([name, items]) => [name, items.length]));
}
