/** A text and the earlier one it resembles most, as indexes. */
export type NearDuplicate = { readonly first: number; readonly second: number; readonly similarity: number };

/**
 * The texts whose trigrams overlap those of an earlier text by at least `threshold` (Jaccard index), each with the
 * earlier text it resembles most. Texts before `from` are only compared against.
 */
export function nearDuplicates(texts: readonly string[], threshold: number, from = 0): NearDuplicate[] {
  const sets = texts.map(trigrams);
  const textsWith = new Map<string, number[]>();
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
      const similarity = jaccard(shared[first] ?? 0, set.size, sets[first]?.size ?? 0);
      if (similarity >= threshold && similarity > (closest?.similarity ?? 0)) closest = { first, second, similarity };
    }
    return closest ?? [];
  });
}

/** Returns a function that compares other texts with this one, as `nearDuplicates` does. */
export function similarityTo(text: string): (other: string) => number {
  const own = trigrams(text);
  return (other) => {
    const set = trigrams(other);
    let shared = 0;
    for (const trigram of set) if (own.has(trigram)) shared++;
    return jaccard(shared, own.size, set.size);
  };
}

function jaccard(shared: number, one: number, other: number): number {
  return shared / (one + other - shared);
}

function trigrams(text: string): Set<string> {
  const padded = `  ${text}  `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3)));
}
