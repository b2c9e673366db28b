import type { LocalDate } from "../../platform/time.ts";
import type { BankMix } from "../settings/rules.ts";
import type { Difficulty, Question } from "./rules.ts";
import type { Topic } from "./topic-rules.ts";

/** All questions a guild sees; those it retired carry the day, also where they are built in. */
export type Bank = {
  find(id: string): Question | undefined;
  /** Every question's id, retired ones too. */
  ids(): readonly string[];
  pool(filter: { topic?: Topic | undefined; difficulty?: Difficulty | undefined }): readonly Question[];
};

/** The banks of all guilds. A bank is a view of one moment: ask anew for every use. */
export type Banks = {
  /** The questions that come with the bot. */
  builtIn: Bank;
  /** A guild's bank: of an edition that was just read, or as it is now; the built-in one where there is no guild. */
  of(guildId: string | undefined, edition?: BankEdition): Promise<Bank>;
  /** The bank as it was when it was last asked for, at once: a guess at what to read beside it. */
  lately(guildId: string | undefined): Bank;
  /** One question of a guild's bank: as of a version that was just read, or as it is now. */
  find(guildId: string, questionId: string, version?: number): Promise<Question | undefined>;
  /** A bank that knows all these questions at these revisions or later ones; most often without a round trip. */
  holding(guildId: string | undefined, items: readonly { questionId: string; rev: number }[]): Promise<Bank>;
};

/** Which bank a guild is asked from: its own questions as of a version, and how they are mixed with the built-in ones. */
export type BankEdition = { version: number; mix: BankMix };

/** What a guild has made of its bank. `version` is another after every change. */
export type OwnBank = {
  version: number;
  /** Its own questions, retired ones too. */
  questions: readonly Question[];
  /** The built-in questions it has retired, with the day. */
  retired: ReadonlyMap<string, LocalDate>;
};

export type OwnBankStore = {
  version(guildId: string): Promise<number>;
  load(guildId: string): Promise<OwnBank>;
  /**
   * Writes these questions over those of the same ids, all or none, and settles the case they came from. "moved": the
   * bank is no longer at version `read`, or the case is another; "full": the guild would have too many.
   */
  change(
    guildId: string,
    read: number,
    questions: readonly Question[],
    settled?: { id: string; edition: number },
  ): Promise<"done" | "moved" | "full">;
  /** Retires a built-in question for this guild, or with no day lets it be asked again. */
  retireBuiltIn(guildId: string, questionId: string, day: LocalDate | undefined): Promise<void>;
};
