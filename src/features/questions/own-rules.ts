/** How many questions of its own a guild may have, retired ones too. */
export const MAX_OWN_QUESTIONS = 2_000;
/** How many of them one file may bring. */
export const MAX_IMPORTED_QUESTIONS = 500;

const OWN = "own.";
/** Room for a number after the words, where another question has the same ones. */
const LONGEST_WORDS = 36;

/**
 * Under what the ids of a guild's own questions begin. Learners carry what they know of a question from guild to guild,
 * so no two guilds may share an id, and no topic is called "own", so none is ever a built-in one's.
 */
export function ownPrefix(guildId: string): string {
  return `${OWN}${BigInt(guildId).toString(36)}.`;
}

export function isOwn(questionId: string): boolean {
  return questionId.startsWith(OWN);
}

/** A free id in words, such as own.9c8d7e.retry-lost-put. */
export function ownId(guildId: string, words: string, isTaken: (id: string) => boolean): string {
  return ownPrefix(guildId) + freeSlug(words, "question", LONGEST_WORDS, (slug) => isTaken(ownPrefix(guildId) + slug));
}

/** Words as a slug, with a number where that is taken. */
export function freeSlug(
  words: string,
  otherwise: string,
  longest: number,
  isTaken: (slug: string) => boolean,
): string {
  const slug = slugOf(words, otherwise, longest);
  for (let number = 2, free = slug; ; number += 1) {
    if (!isTaken(free)) return free;
    free = `${slug}-${number}`;
  }
}

/** Begins with a letter, for JavaScript puts names that are numbers before all others. */
function slugOf(words: string, otherwise: string, longest: number): string {
  const found =
    words
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  let slug = /^[a-z]/.test(found[0] ?? "") ? "" : otherwise;
  for (const word of found) {
    const longer = slug === "" ? word.slice(0, longest) : `${slug}-${word}`;
    if (longer.length > longest) break;
    slug = longer;
  }
  return slug;
}
