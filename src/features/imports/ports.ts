import type { LocalDate } from "../../platform/time.ts";
import type { Question } from "../questions/rules.ts";

/** A file of questions. */
export type ImportFile = { kind: "yaml" | "json" | "csv"; bytes: Uint8Array };

/** Reads files of questions for a guild's bank, which holds the `known` ones. */
export type ImportReader = {
  read(file: ImportFile & { guildId: string; today: LocalDate; known: readonly Question[] }): Promise<ImportReading>;
};

/** What is in a file, and what is wrong with it. `questions`: those to be written, none while there is an error. */
export type ImportReading = {
  questions: readonly [id: string, question: string][];
  added: number;
  changed: number;
  same: number;
  problems: readonly { line: number; severity: "error" | "warning"; message: string }[];
};

/** Writes questions as files, none larger than this, that the reader takes in again as the same. */
export type QuestionWriter = { write(questions: readonly Question[], mostBytes: number): Promise<Uint8Array[]> };

/** What people upload. May throw a UserError. */
export type Attachments = { read(url: string, mostBytes: number): Promise<Uint8Array> };

/** Imports that wait to be confirmed. */
export type ImportStore = {
  /** Keeps what is to be written into a bank of this version, for a while. */
  keep(guildId: string, importId: string, version: number, questions: ImportReading["questions"]): Promise<void>;
  /** The questions it is to write; none where it is gone, or done. */
  ids(guildId: string, importId: string): Promise<string[]>;
  /** Writes it, all or nothing; tells how many questions that were, now or before (`again`). "moved": the bank has changed. */
  commit(guildId: string, importId: string): Promise<{ count: number; again: boolean } | "gone" | "moved" | "full">;
  /** False where it was done, or is gone. */
  drop(guildId: string, importId: string): Promise<boolean>;
};
