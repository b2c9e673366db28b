/** Random numbers in [0, 1) that depend on `seed` alone (FNV-1a into mulberry32): a shuffle can be told again. */
export function seeded(seed: string): () => number {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);

  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A name for a text, short enough for a custom id; another text has another. */
export function tagged(text: string): string {
  return Math.floor(seeded(text)() * 36 ** 5).toString(36);
}

/** A copy in seeded random order. */
export function shuffle<Item>(items: readonly Item[], seed: string): Item[] {
  const random = seeded(seed);
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
