import { UserError } from "../../text/user-errors.ts";
import { type CareerEntry, findEntry, matchingEntries } from "./rules.ts";

/** Answers questions about back-end careers. */
export function createCareerService(entries: readonly CareerEntry[]) {
  return {
    all: () => entries,
    suggest: (typed: string) => matchingEntries(entries, typed),
    find(given: string): CareerEntry {
      const entry = findEntry(entries, given);
      if (!entry) throw new UserError("career-unknown", { given });
      return entry;
    },
  };
}
