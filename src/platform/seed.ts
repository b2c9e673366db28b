import { createHash, randomBytes } from "node:crypto";

/** An unpredictable seed. */
export function newSeed(): string {
  return randomBytes(9).toString("base64url");
}

/** Returns a generator of random numbers in [0, 1) that depend only on `seed` (FNV-1a into mulberry32). */
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

/** A hash that is short enough for custom ids. */
export function shortHash(text: string): string {
  return Math.floor(seeded(text)() * 36 ** 5).toString(36);
}

/**
 * Returns a copy in an order that depends only on the seed and the ids. If the seed is secret, the order reveals
 * nothing about the original one.
 */
export function shuffleById<Item extends { id: string }>(items: readonly Item[], seed: string): Item[] {
  const rank = ({ id }: Item) => createHash("sha256").update(`${seed}/${id}`).digest("hex");
  const ranked = items.map((item) => ({ item, rank: rank(item) }));
  return ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ item }) => item);
}

/** Returns a copy in a random order that depends only on the seed. */
export function shuffle<Item>(items: readonly Item[], seed: string): Item[] {
  const random = seeded(seed);
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
