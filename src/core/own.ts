/** How many questions of its own a guild may have, retired ones too. */
export const OWN_QUESTIONS = 2_000;

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
  const id = ownPrefix(guildId) + slugOf(words);
  for (let number = 2, free = id; ; number += 1) {
    if (!isTaken(free)) return free;
    free = `${id}-${number}`;
  }
}

function slugOf(words: string): string {
  const found = words
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  let slug = (found?.[0] ?? "question").slice(0, LONGEST_WORDS);
  for (const word of found?.slice(1) ?? []) {
    if (slug.length + 1 + word.length > LONGEST_WORDS) break;
    slug += `-${word}`;
  }
  return slug;
}
