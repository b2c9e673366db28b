/** A text and the one before it that is most like it, as indexes. */
export interface NearDuplicate {
  readonly first: number;
  readonly second: number;
  /** Jaccard overlap of their letter trigrams. */
  readonly likeness: number;
}

const SIGNATURE_WORDS = 16;
/** Less likeness than this matters to nobody. */
const WORTH_A_LOOK = 0.5;

/**
 * The texts that are like an earlier one by at least `threshold`, each with the earlier one it is most like.
 * All pairs are looked at, but nearly all of them only as far as their signatures: two sets differ in at least as many
 * trigrams as their signatures differ in bits. Texts before `from` are only compared with.
 */
export function nearDuplicates(texts: readonly string[], threshold: number, from = 0): NearDuplicate[] {
  const sets = numbered(texts.map(trigrams));
  const signatures = sets.map(signatureOf);
  return sets.flatMap((set, second) => {
    if (second < from) return [];
    const signature = signatures[second] ?? new Int32Array();
    let closest: NearDuplicate | undefined;
    for (let first = 0; first < second; first++) {
      const other = sets[first] ?? set;
      const most = mostDifferences(set.length + other.length, closest?.likeness ?? threshold);
      if (differentBits(signatures[first] ?? signature, signature, most) > most) continue;
      const likeness = jaccard(other, set);
      if (closest ? likeness > closest.likeness : likeness >= threshold) closest = { first, second, likeness };
    }
    return closest ?? [];
  });
}

/** How much one text is like another that is looked at many times. */
export function likenessTo(text: string): (other: string) => number {
  const own = trigrams(text);
  return (other) => {
    // A set of trigrams is no larger than its text is long: a much shorter text needs no second look.
    if (other.length + 2 < own.size * WORTH_A_LOOK) return 0;
    const grams = trigrams(other);
    let shared = 0;
    for (const gram of grams) if (own.has(gram)) shared++;
    return shared / (own.size + grams.size - shared);
  };
}

function trigrams(text: string): Set<string> {
  const padded = `  ${text}  `;
  const grams = new Set<string>();
  for (let start = 0; start + 3 <= padded.length; start++) grams.add(padded.slice(start, start + 3));
  return grams;
}

/** Each set as sorted numbers, the same number for the same trigram. */
function numbered(sets: readonly Set<string>[]): Uint32Array[] {
  const numbers = new Map<string, number>();
  for (const set of sets) for (const gram of set) if (!numbers.has(gram)) numbers.set(gram, numbers.size);
  return sets.map((set) => Uint32Array.from(set, (gram) => numbers.get(gram) ?? 0).sort());
}

/** One bit for each member, by its number; two members on one bit cancel out. */
function signatureOf(set: Uint32Array): Int32Array {
  const signature = new Int32Array(SIGNATURE_WORDS);
  for (const member of set) {
    const word = (member >>> 5) % SIGNATURE_WORDS;
    signature[word] = (signature[word] ?? 0) ^ (1 << (member & 31));
  }
  return signature;
}

/** How many members may stand in one set only, of `all` in both, where the overlap is to reach the threshold. */
function mostDifferences(all: number, threshold: number): number {
  return all * (1 - (2 * threshold) / (1 + threshold)) + 1e-9;
}

/** Counts no further than it matters. */
function differentBits(a: Int32Array, b: Int32Array, enough: number): number {
  let count = 0;
  for (let word = 0; word < SIGNATURE_WORDS && count <= enough; word++)
    count += bitsOf((a[word] ?? 0) ^ (b[word] ?? 0));
  return count;
}

function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

function jaccard(a: Uint32Array, b: Uint32Array): number {
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return shared / (a.length + b.length - shared);
}
