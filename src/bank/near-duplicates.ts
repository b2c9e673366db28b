/** A text and the earlier one it resembles most, as indexes. */
export type NearDuplicate = { readonly first: number; readonly second: number; readonly similarity: number };

/**
 * The texts whose trigrams overlap those of an earlier text by at least `threshold` (Jaccard index), each with the
 * earlier text it resembles most. Texts before `from` are only compared against.
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

/** How much two texts overlap, from 0 to 1, given their trigrams. */
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

/** The different trigrams of a text, as sorted hashes: 4 bytes each, where strings take some 40. */
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
