import type { Question } from "../core/question.ts";
import { groupBy } from "./group.ts";
import { type LocatedQuestion, parseFile } from "./parse.ts";
import { ContentError, type Problem } from "./problem.ts";
import { readSources } from "./source.ts";

export interface BankPlace {
  /** The folder that holds `<topic>/<subtopic>.yaml`. */
  readonly content: string;
}

/** The built-in bank, frozen. Throws a ContentError that names every problem rather than leave a question out. */
export function loadBank({ content }: BankPlace): readonly Question[] {
  const files = readSources(content);
  const parsed = files.map(parseFile);
  const located = parsed.flatMap(({ questions }) => questions);
  const problems = [...parsed.flatMap((file) => file.problems), ...repeatedIds(located)];
  if (files.length === 0) problems.push({ file: content, line: 1, message: "expected <topic>/<subtopic>.yaml files" });
  if (problems.length > 0) throw new ContentError(problems);
  return deepFreeze(located.map(({ question }) => question));
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

/** Everyone who asks gets the same objects, so nobody may change them. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
