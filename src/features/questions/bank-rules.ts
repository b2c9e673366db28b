import type { LocalDate } from "../../platform/time.ts";
import type { BankMix } from "../settings/rules.ts";
import { enemyIndex } from "./enemy-rules.ts";
import type { Difficulty, Language, Question } from "./rules.ts";
import type { Topic } from "./topic-rules.ts";

/** Limits a pool of questions. `language`: only questions that require this language. */
export type PoolFilter = {
  topic?: Topic | undefined;
  difficulty?: Difficulty | undefined;
  language?: Language | undefined;
};

/** All questions of a guild. Those that the guild retired have `retired` set, even built-in ones. */
export type Bank = {
  find(id: string): Question | undefined;
  /** Ids of all questions, including retired ones. */
  ids(): readonly string[];
  /** Questions that can be asked. The same filter returns the same array. */
  pool(filter: PoolFilter): readonly Question[];
  /** Ids of the questions that must not appear together with this one, even if it isn't in the bank. */
  enemiesOf(id: string): Iterable<string>;
};

/** Identifies the bank a guild uses: the version of its own questions, and how they mix with the built-in ones. */
export type BankVersion = { version: number; mix: BankMix };

/** A guild's changes to its bank. Every change increments `version`. */
export type OwnBank = {
  version: number;
  /** The guild's own questions, including retired ones. */
  questions: readonly Question[];
  /** When the guild retired built-in questions, by question id. */
  retired: ReadonlyMap<string, LocalDate>;
};

/** Creates a bank. It can find retired questions, because old posts show them, but they aren't in the pool. */
export function createBank(questions: readonly Question[]): Bank {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const ids = questions.map(({ id }) => id);
  const active = questions.filter(({ retired }) => !retired);
  const enemies = enemyIndex(questions);

  return {
    find: (id) => byId.get(id),
    ids: () => ids,
    pool: memoizePool(({ topic, difficulty, language }) =>
      active.filter(
        (question) =>
          (!topic || question.topic === topic) &&
          (!difficulty || question.difficulty === difficulty) &&
          (!language || question.language === language),
      ),
    ),
    enemiesOf: (id) => enemies.get(id) ?? [],
  };
}

/** Filters each pool only once. A bank never changes, and it has few pools. */
export function memoizePool(filterPool: Bank["pool"]): Bank["pool"] {
  const pools = new Map<string, readonly Question[]>();
  return (filter) => {
    const key = `${filter.topic}/${filter.difficulty}/${filter.language}`;
    const pool = pools.get(key) ?? filterPool(filter);
    pools.set(key, pool);
    return pool;
  };
}

/** All questions of a bank that aren't retired, regardless of the guild's mix. */
export function activeQuestions(bank: Bank): Question[] {
  return bank.ids().flatMap((id) => {
    const question = bank.find(id);
    return question && !question.retired ? [question] : [];
  });
}

const MAX_WORDS = 8;

/** Finds questions whose id, topic, stem or code contains the given words. Best matches come first. */
export function searchQuestions(questions: readonly Question[], text: string, limit: number): Question[] {
  const words = [...new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu))].slice(0, MAX_WORDS);
  return questions
    .map((question) => ({ question, score: searchScore(question, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.question.id < b.question.id ? -1 : 1))
    .slice(0, limit)
    .map(({ question }) => question);
}

/**
 * Scores by the number of matching words first, then by where they match. Doesn't search options, because a match could
 * reveal the key.
 */
function searchScore({ id, stem, code, topic }: Question, words: readonly string[]): number {
  const [lowerStem, lowerCode] = [stem.toLowerCase(), code?.text.toLowerCase()];
  return words.reduce((score, word) => {
    if (id.includes(word) || topic === word) return score + 104;
    if (lowerStem.includes(word)) return score + 103;
    return lowerCode?.includes(word) ? score + 101 : score;
  }, 0);
}
