import type { Question } from "../../features/questions/rules.ts";
import { normalize } from "../text.ts";
import { type BankRule, error, type LintIssue, optionsOf, warning } from "./rule.ts";

/** The indexes of a text (`second`) and the earlier text that it resembles most (`first`). */
export type NearDuplicate = { readonly first: number; readonly second: number; readonly similarity: number };

/**
 * Finds texts that resemble an earlier text: the Jaccard index of their trigrams is at least `threshold`. Returns each
 * one with the earlier text that it resembles most. Doesn't report texts before the index `from`.
 */
export function nearDuplicates(texts: readonly string[], threshold: number, from = 0): NearDuplicate[] {
  const sets = texts.map(trigramsOf);
  const textsWith = new Map<number, number[]>();
  return sets.flatMap((set, second) => {
    const shared = new Uint32Array(second);
    for (const trigram of set) {
      const earlier = textsWith.get(trigram) ?? [];
      if (second >= from) for (const first of earlier) shared[first] = (shared[first] ?? 0) + 1;
      earlier.push(second);
      textsWith.set(trigram, earlier);
    }
    let closest: NearDuplicate | undefined;
    for (let first = second >= from ? 0 : second; first < second; first++) {
      const similarity = jaccard(shared[first] ?? 0, set.length, sets[first]?.length ?? 0);
      if (similarity >= threshold && similarity > (closest?.similarity ?? 0)) closest = { first, second, similarity };
    }
    return closest ?? [];
  });
}

/** The similarity of two texts from 0 to 1 (Jaccard index of their trigrams). */
export function similarityOf(one: Trigrams, other: Trigrams): number {
  let [shared, at] = [0, 0];
  for (const trigram of one) {
    while (at < other.length && (other[at] ?? 0) < trigram) at++;
    if (other[at] === trigram) shared++;
  }
  return jaccard(shared, one.length, other.length);
}

function jaccard(shared: number, one: number, other: number): number {
  return shared / (one + other - shared);
}

/** The distinct trigrams of a text as sorted hashes, which take 4 bytes each instead of about 40 for strings. */
export type Trigrams = Uint32Array;

export function trigramsOf(text: string): Trigrams {
  const padded = `  ${text}  `;
  const all = new Set<number>();
  for (let start = 0; start < padded.length - 2; start++) {
    let hash = 0x811c9dc5; // FNV-1a
    for (let at = start; at < start + 3; at++) hash = Math.imul(hash ^ padded.charCodeAt(at), 0x01000193);
    all.add(hash >>> 0);
  }
  return Uint32Array.from(all).sort();
}

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

/** The part of a question that is compared. Includes code, because stems like "What does this print?" depend on it. */
export type ComparedQuestion = { id: string; text: string };

export function comparable({ id, stem, code }: Question): ComparedQuestion {
  return { id, text: normalize(`${stem}\n${code?.text ?? ""}`) };
}

/** Finds questions that ask nearly the same as an earlier one. Doesn't report questions before the index `from`. */
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

/** Doesn't depend on the other question's answer, because authors of own questions must not learn it. */
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
