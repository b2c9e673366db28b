import { UserError } from "../../text/user-errors.ts";
import { type CareerEntry, matchingEntries } from "./rules.ts";

/** What people ask about the work, and what is known of it. */
export type Careers = {
  all(): readonly CareerEntry[];
  suggest(typed: string): readonly CareerEntry[];
  /** By its id, its question, or words only one question has; throws a UserError where that names none. */
  find(given: string): CareerEntry;
};

export function createCareers(entries: readonly CareerEntry[]): Careers {
  const suggest = (typed: string) => matchingEntries(entries, typed);

  return {
    all: () => entries,
    suggest,
    find(given) {
      const sought = given.trim().toLowerCase();
      const named = entries.find(({ id, question }) => id === sought || question.toLowerCase() === sought);
      const [only, ...others] = named ? [named] : suggest(given);
      if (!only || others.length > 0) throw new UserError("career-unknown", { given });
      return only;
    },
  };
}
