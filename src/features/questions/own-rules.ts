/** Maximum number of own questions per guild, including retired ones. */
export const MAX_OWN_QUESTIONS = 2_000;
/** Maximum total size of a guild's own questions in bytes, as stored. */
export const MAX_OWN_BYTES = 5_000_000;
/** Maximum number of questions per imported file. */
export const MAX_IMPORTED_QUESTIONS = 500;

const OWN = "own.";
/** Leaves room for a numeric suffix if the id is already used. */
const MAX_WORDS_LENGTH = 36;

/**
 * The id prefix of a guild's own questions. Learners keep their history across guilds, so two guilds must never share
 * an id. No topic is called "own", so these ids never clash with built-in ones either.
 */
export function ownPrefix(guildId: string): string {
  return `${OWN}${BigInt(guildId).toString(36)}.`;
}

export function isOwn(questionId: string): boolean {
  return questionId.startsWith(OWN);
}

/** An unused, readable id, like own.9c8d7e.retry-lost-put. */
export function ownId(guildId: string, words: string, isTaken: (id: string) => boolean): string {
  return (
    ownPrefix(guildId) + freeSlug(words, "question", MAX_WORDS_LENGTH, (slug) => isTaken(ownPrefix(guildId) + slug))
  );
}

/** Makes a slug of the words, with a numeric suffix if that slug is already used. */
export function freeSlug(
  words: string,
  fallback: string,
  maxLength: number,
  isTaken: (slug: string) => boolean,
): string {
  const slug = slugOf(words, fallback, maxLength);
  for (let number = 2, free = slug; ; number += 1) {
    if (!isTaken(free)) return free;
    free = `${slug}-${number}`;
  }
}

/**
 * Whether a text may contain a Discord id. Question ids must not, because deleting a member's data replaces the
 * member's id everywhere.
 */
export function containsSnowflake(text: string): boolean {
  return /\d{15}/.test(text);
}

/** Makes a slug that starts with a letter, because JavaScript orders integer-like keys before all others. */
function slugOf(words: string, fallback: string, maxLength: number): string {
  const found = (
    words
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  ).filter((word) => !containsSnowflake(word));
  let slug = found[0]?.match(/^[a-z]/) ? "" : fallback;
  for (const word of found) {
    const longer = slug === "" ? word.slice(0, maxLength) : `${slug}-${word}`;
    if (longer.length > maxLength) break;
    slug = longer;
  }
  return slug;
}
