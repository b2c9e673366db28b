import { LANGUAGES, type Language, type Question } from "../questions/rules.ts";

/** A learner's personal settings, which apply in every server and in direct messages. */
export type Preferences = {
  /** Programming languages that questions may require. Empty if any language is fine. */
  languages: readonly Language[];
};

export const DEFAULT_PREFERENCES: Preferences = { languages: [] };

/**
 * Parses a choice of languages. Ignores unknown ones. Choosing all equals the default, which includes future languages.
 */
export function parseLanguages(chosen: readonly string[]): Language[] {
  const languages = LANGUAGES.filter((language) => chosen.includes(language));
  return languages.length < LANGUAGES.length ? languages : [];
}

/** Whether a learner wants to be asked a question. */
export function isWanted({ language }: Pick<Question, "language">, { languages }: Preferences): boolean {
  return language === undefined || languages.length === 0 || languages.includes(language);
}
