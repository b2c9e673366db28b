import { z } from "zod";
import { type Question, questionSchema } from "../features/questions/rules.ts";
import { topicSchema } from "../features/questions/topic-rules.ts";
import { compareFindings, type Finding, formatError } from "./findings.ts";
import type { SourceFile } from "./sources.ts";
import { readContent, validationIssues } from "./validation.ts";
import type { Path } from "./yaml.ts";

/** A question that knows where its parts are in its file. */
export type LocatedQuestion = { readonly question: Question; readonly file: string; lineOf(path: Path): number };

export type ParsedFile = { readonly questions: readonly LocatedQuestion[]; readonly findings: readonly Finding[] };

const fileSchema = z.strictObject({ topic: topicSchema, items: z.array(z.looseObject({})).min(1) });
type Item = z.infer<typeof fileSchema>["items"][number];

/** Reads one file. Every item becomes a question or a finding. */
export function parseFile({ path: file, folder, text }: SourceFile): ParsedFile {
  const { content, findings, lineOf } = readContent(file, text, fileSchema);
  if (!content) return { questions: [], findings };

  const { topic, items } = content;
  if (topic !== folder) {
    findings.push(formatError(file, lineOf(["topic"]), `topic: expected ${folder}, the name of the folder`));
  }
  const questions = items.flatMap((item, index): LocatedQuestion[] => {
    const lineInItem = (path: Path) => lineOf(["items", index, ...path]);
    const id = typeof item.id === "string" ? item.id : undefined;
    const question = parseItem(item, topic, (path, message) => {
      findings.push(formatError(file, lineInItem(path), message, id));
    });
    return question ? [{ question, file, lineOf: lineInItem }] : [];
  });
  return { questions, findings: findings.sort(compareFindings) };
}

function parseItem(item: Item, topic: string, report: (path: Path, message: string) => void): Question | undefined {
  if ("topic" in item) report(["topic"], "topic: remove it; the topic of the file applies");
  const question = questionSchema.safeParse({ ...item, topic });
  if (question.success) return question.data;
  for (const { path, message } of validationIssues(question.error, item)) report(path, message);
  return undefined;
}
