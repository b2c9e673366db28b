import { z } from "zod";
import { type Question, questionSchema } from "../features/questions/rules.ts";
import { topicSchema } from "../features/questions/topic-rules.ts";
import type { Problem } from "./problem.ts";
import type { SourceFile } from "./source.ts";
import { mishapsOf, type Path, readYaml } from "./yaml.ts";

/** A question and where its parts stand in its file. */
export interface LocatedQuestion {
  readonly question: Question;
  readonly file: string;
  lineOf(path: Path): number;
}

export interface ParsedFile {
  readonly questions: readonly LocatedQuestion[];
  readonly problems: readonly Problem[];
}

const fileSchema = z.strictObject({ topic: topicSchema, items: z.array(z.looseObject({})).min(1) });
type Item = z.infer<typeof fileSchema>["items"][number];

/** Reads one file; every item is either among the questions or named by a problem. */
export function parseFile({ path: file, folder, text }: SourceFile): ParsedFile {
  const { value, syntax, lineOf } = readYaml(file, text);
  if (syntax.length > 0) return { questions: [], problems: syntax };

  const problems: Problem[] = [];
  const report = (path: Path, message: string) => problems.push({ file, line: lineOf(path), message });

  const content = fileSchema.safeParse(value);
  if (!content.success) {
    for (const { path, message } of mishapsOf(content.error, value)) report(path, message);
    return { questions: [], problems };
  }

  const { topic, items } = content.data;
  if (topic !== folder) report(["topic"], `topic: expected ${folder}, the folder this file lies in`);
  const questions = items.flatMap((item, index): LocatedQuestion[] => {
    const at: Path = ["items", index];
    const question = parseItem(item, topic, (path, message) => report([...at, ...path], message));
    return question ? [{ question, file, lineOf: (path) => lineOf([...at, ...path]) }] : [];
  });
  return { questions, problems: problems.sort((a, b) => a.line - b.line) };
}

function parseItem(item: Item, topic: string, report: (path: Path, message: string) => void): Question | undefined {
  const owner = typeof item.id === "string" ? `${item.id} ` : "";
  if ("topic" in item) report(["topic"], `${owner}topic: leave it out, the file's topic holds`);
  const question = questionSchema.safeParse({ ...item, topic });
  if (question.success) return question.data;
  for (const { path, message } of mishapsOf(question.error, item)) report(path, `${owner}${message}`);
  return undefined;
}
