import { createHash } from "node:crypto";
import type { Question } from "../features/questions/rules.ts";
import { readCache, writeCache } from "./cache.ts";
import { groupBy } from "./group.ts";
import { type LocatedQuestion, parseFile } from "./parse.ts";
import { ContentError, type Problem } from "./problem.ts";
import { readSources, type SourceFile } from "./source.ts";

export interface BankPlace {
  /** The folder that holds `<topic>/<subtopic>.yaml`. */
  readonly content: string;
  /** A folder to keep the bank in as it was last read, so that YAML is parsed once a change and not at every start. */
  readonly cache?: string | undefined;
}

/** The built-in bank, frozen. Throws a ContentError that names every problem rather than leave a question out. */
export function loadBank({ content, cache }: BankPlace): readonly Question[] {
  const files = readSources(content);
  const fingerprint = fingerprintOf(files);
  const kept = cache === undefined ? undefined : readCache(cache, fingerprint);
  if (kept) return deepFreeze(kept);

  const questions = readFiles(files, content);
  if (cache !== undefined) writeCache(cache, fingerprint, questions);
  return deepFreeze(questions);
}

function readFiles(files: readonly SourceFile[], content: string): Question[] {
  const parsed = files.map(parseFile);
  const located = parsed.flatMap(({ questions }) => questions);
  const problems = [...parsed.flatMap((file) => file.problems), ...repeatedIds(located)];
  if (files.length === 0) problems.push({ file: content, line: 1, message: "expected <topic>/<subtopic>.yaml files" });
  if (problems.length > 0) throw new ContentError(problems);
  return located.map(({ question }) => question);
}

/** Ids are permanent names, so two items can't share one, whatever file they lie in. */
export function repeatedIds(items: readonly LocatedQuestion[]): Problem[] {
  return [...groupBy(items, ({ question }) => question.id).values()].flatMap(([first, ...others]) =>
    others.map(({ file, lineOf, question: { id } }) => {
      const message = `${id} expected another id: ${first?.file}:${first?.lineOf(["id"])} has this one`;
      return { file, line: lineOf(["id"]), message };
    }),
  );
}

function fingerprintOf(files: readonly SourceFile[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of files) hash.update(`${path}\0${text}\0`);
  return hash.digest("hex");
}

/** Everyone who asks gets the same objects, so nobody may change them. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
