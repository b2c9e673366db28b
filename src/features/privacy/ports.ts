import type { PersonalRecord } from "./rules.ts";

/** All that is kept about one person, wherever it stands. */
export type PersonalData = {
  read(userId: string): Promise<PersonalRecord>;
  /** Takes it away wherever it is found; how often it was. Once nothing is found, there is nothing. */
  forget(userId: string): Promise<number>;
};
