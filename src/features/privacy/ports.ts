import type { PersonalRecord } from "./rules.ts";

/** All that is kept about one person, wherever it stands. */
export type PersonalData = {
  read(userId: string): Promise<PersonalRecord>;
  /**
   * Deletes it wherever it is found, and returns how often it was found. `deletion` is the agenda entry of the deletion
   * itself, which stays.
   */
  forget(userId: string, deletion: string): Promise<number>;
};
