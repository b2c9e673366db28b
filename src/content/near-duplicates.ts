/** Pairs of texts whose sets of letter trigrams overlap by at least `threshold` (Jaccard), as indexes. */
export function nearDuplicates(texts: readonly string[], threshold: number): NearDuplicate[] {
  const sets = rarestFirst(texts.map(trigrams));
  const byPrefix = new Map<number, number[]>();
  const pairs: NearDuplicate[] = [];

  sets.forEach((set, second) => {
    const seen = new Set<number>();
    for (const gram of set.slice(0, prefixLength(set.length, threshold))) {
      const posting = byPrefix.get(gram);
      if (!posting) {
        byPrefix.set(gram, [second]);
        continue;
      }
      for (const first of posting) seen.add(first);
      posting.push(second);
    }
    for (const first of seen) {
      const likeness = jaccard(sets[first] ?? [], set, threshold);
      if (likeness >= threshold) pairs.push({ first, second, likeness });
    }
  });
  return pairs;
}

export interface NearDuplicate {
  readonly first: number;
  readonly second: number;
  readonly likeness: number;
}

function trigrams(text: string): Set<string> {
  const padded = `  ${text}  `;
  const grams = new Set<string>();
  for (let start = 0; start + 3 <= padded.length; start++) grams.add(padded.slice(start, start + 3));
  return grams;
}

/** Each set as numbers, rarest trigram first: two alike sets then must meet among their first few. */
function rarestFirst(sets: readonly Set<string>[]): Uint32Array[] {
  const counts = new Map<string, number>();
  for (const set of sets) for (const gram of set) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  const ranks = new Map([...counts].sort((a, b) => a[1] - b[1]).map(([gram], rank) => [gram, rank]));
  return sets.map((set) => Uint32Array.from(set, (gram) => ranks.get(gram) ?? 0).sort());
}

/** Sets that share `threshold` of their union share at least one of their first this many members. */
function prefixLength(size: number, threshold: number): number {
  return size - Math.ceil(threshold * size) + 1;
}

function jaccard(a: ArrayLike<number>, b: ArrayLike<number>, threshold: number): number {
  if (Math.min(a.length, b.length) < threshold * Math.max(a.length, b.length)) return 0;
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return shared / (a.length + b.length - shared);
}
