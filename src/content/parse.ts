import { type Document, isMap, isNode, isPair, isSeq, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { type Question, questionSchema } from "../core/question.ts";
import { topicSchema } from "../core/topic.ts";
import type { Problem } from "./problem.ts";
import type { SourceFile } from "./source.ts";

export type Path = readonly PropertyKey[];

/** A question and where its parts stand in its file. */
export interface LocatedQuestion {
  readonly question: Question;
  readonly file: string;
  /** The line of a part of the item, or of the nearest part around it that exists. */
  lineOf(path: Path): number;
}

export interface ParsedFile {
  readonly questions: readonly LocatedQuestion[];
  readonly problems: readonly Problem[];
}

const fileSchema = z.strictObject({ topic: topicSchema, items: z.array(z.record(z.string(), z.unknown())).min(1) });

/** Reads one file; every item is either among the questions or named by a problem. */
export function parseFile({ path: file, folder, text }: SourceFile): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, prettyErrors: false });
  const lineOf = (path: Path) => lines.linePos(offsetOf(document, path)).line;
  const problemAt = (path: Path, message: string): Problem => ({ file, line: lineOf(path), message });

  const syntax = document.errors.map(({ pos, message }) => ({ file, line: lines.linePos(pos[0]).line, message }));
  if (syntax.length > 0) return { questions: [], problems: syntax };

  const content = fileSchema.safeParse(document.toJS());
  if (!content.success) {
    return { questions: [], problems: content.error.issues.flatMap((issue) => explain(issue, [], problemAt)) };
  }

  const { topic, items } = content.data;
  const problems: Problem[] = [];
  if (topic !== folder) problems.push(problemAt(["topic"], `topic: expected ${folder}, the folder this file lies in`));

  const questions = items.flatMap((item, index): LocatedQuestion[] => {
    const at = ["items", index];
    if ("topic" in item) problems.push(problemAt([...at, "topic"], "topic: leave it out, the file's topic holds"));
    const question = questionSchema.safeParse({ ...item, topic });
    if (question.success) return [{ question: question.data, file, lineOf: (path) => lineOf([...at, ...path]) }];
    problems.push(...question.error.issues.flatMap((issue) => explain(issue, at, problemAt, item)));
    return [];
  });
  return { questions, problems: problems.sort((a, b) => a.line - b.line) };
}

/** One problem for each thing to mend, led by the item's id and the field's path. */
function explain(
  issue: z.core.$ZodIssue,
  at: Path,
  problemAt: (path: Path, message: string) => Problem,
  item?: Record<string, unknown>,
): Problem[] {
  const owner = typeof item?.id === "string" ? `${item.id} ` : "";
  const where = issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      problemAt([...at, ...issue.path, key], `${owner}${where}unknown field "${key}"${fieldHint(key)}`),
    );
  }
  if (issue.code === "invalid_key") {
    const reasons = issue.issues.map(({ message }) => message).join("; ");
    return [problemAt([...at, ...issue.path], `${owner}${where}expected an id of ${reasons}`)];
  }
  return [problemAt([...at, ...issue.path], `${owner}${where}${issue.message}${quoteHint(issue, item)}`)];
}

/** Inside braces a comma ends a text, so its second half looks like a field. */
function fieldHint(key: string): string {
  return key.includes(" ") ? "; quote a text that holds a comma or a colon" : "; see content/README.md";
}

/** YAML reads `404`, `1.1`, `true` and `null` as values; authors who meant text need to be told. */
function quoteHint(issue: z.core.$ZodIssue, item: unknown): string {
  if (issue.code !== "invalid_type" || issue.expected !== "string") return "";
  let value: unknown = item;
  for (const step of issue.path) value = z.record(z.string(), z.unknown()).safeParse(value).data?.[String(step)];
  return value === undefined ? "" : " (quote it)";
}

function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const child = childOf(node, step);
    if (!child) break;
    offset = child.offset ?? offset;
    node = child.node;
  }
  return offset;
}

function childOf(node: unknown, step: PropertyKey): { node: unknown; offset: number | undefined } | undefined {
  if (isSeq(node) && typeof step === "number") {
    const child = node.items[step];
    return { node: child, offset: startOf(child) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && String(item.key) === String(step));
  return pair && { node: pair.value, offset: startOf(pair.key) };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
