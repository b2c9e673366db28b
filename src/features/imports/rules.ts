import { z } from "zod";
import { containsSnowflake, isOwn, ownId, ownPrefix } from "../questions/own-rules.ts";
import type { Question } from "../questions/rules.ts";

export const MAX_FILE_BYTES = 1_000_000;

const FORMATS = { yaml: "yaml", yml: "yaml", json: "json", csv: "csv" } as const;
export type ImportFormat = (typeof FORMATS)[keyof typeof FORMATS];

export function formatOf(fileName: string): ImportFormat | undefined {
  const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  return Object.entries(FORMATS).find(([name]) => name === extension)?.[1];
}

const problemSchema = z.object({ line: z.int(), severity: z.enum(["error", "warning"]), message: z.string() });
export type ImportProblem = z.infer<typeof problemSchema>;

/** The contents of a file and the effects of importing it. */
export const importReportSchema = z.object({
  /** The questions to write, as ids and JSON. Empty if there are errors. */
  questions: z.array(z.tuple([z.string(), z.string()])),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  problems: z.array(problemSchema),
});
export type ImportReport = z.infer<typeof importReportSchema>;

const MAX_ID_LENGTH = 60;

/** The id that an imported question gets in this guild, regardless of the guild or bank it came from. */
export function importedId(guildId: string, given: string): string {
  const words = isOwn(given) ? given.slice(given.indexOf(".", "own.".length) + 1) : given;
  const id = ownPrefix(guildId) + words;
  const isValid = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(words) && id.length <= MAX_ID_LENGTH && !containsSnowflake(words);
  return isValid ? id : ownId(guildId, words, () => false);
}

/** The question to save, or undefined if the bank already has it. A content change increments the revision. */
export function revise(question: Question, current: Question | undefined): Question | undefined {
  if (!current) return question;
  const isSame = contentOf(question) === contentOf(current);
  if (isSame && question.rev <= current.rev && question.retired === current.retired) return undefined;
  return { ...question, rev: Math.max(question.rev, isSame ? current.rev : current.rev + 1) };
}

function contentOf({ rev: _, retired: __, ...content }: Question): string {
  return JSON.stringify(content);
}
