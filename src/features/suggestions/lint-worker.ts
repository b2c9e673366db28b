import { lintAmong, type PreparedBank, prepareBank } from "../../bank/own-lint.ts";
import type { Question } from "../questions/rules.ts";
import type { Finding } from "./rules.ts";

export type LintRequest = {
  question: Question;
  today: string;
  /** Names of the questions to compare with: the built-in ones, and one version of a guild's own. */
  parts: readonly string[];
  /** The questions of parts that the worker was missing, as JSON. */
  sent: readonly { name: string; questions: readonly string[] }[];
  /** Questions to exclude because they are retired. */
  retired: readonly string[];
};
/** `missing`: parts that must be sent first. */
type LintReply = { missing: string[] } | { findings: Finding[] };

/** About 16 MB. The current request's parts stay cached even if they are larger. */
const MAX_CACHED_TRIGRAMS = 4_000_000;

const cache = new Map<string, PreparedBank>();

export function lintAmongCached({ question, today, parts, sent, retired }: LintRequest): LintReply {
  for (const { name, questions } of sent) cache.set(name, prepareBank(questions.map(parse)));
  const missing = parts.filter((name) => !cache.has(name));
  if (missing.length > 0) return { missing };
  markUsed(parts);
  const skipped = new Set(retired);
  const others = parts.flatMap((name) => cache.get(name) ?? []).filter(({ id }) => !skipped.has(id));
  return { findings: lintAmong(question, others, today) };
}

function parse(text: string): Question {
  return JSON.parse(text);
}

/** Drops the least recently used parts when the cache is full. */
function markUsed(parts: readonly string[]): void {
  for (const name of parts) {
    const bank = cache.get(name) ?? [];
    cache.delete(name);
    cache.set(name, bank);
  }
  let total = 0;
  for (const [name, bank] of [...cache].reverse()) {
    total += bank.reduce((sum, { trigrams }) => sum + trigrams.length, 0);
    if (total > MAX_CACHED_TRIGRAMS && !parts.includes(name)) cache.delete(name);
  }
}
