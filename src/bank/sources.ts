import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { z } from "zod";
import { type Question, questionSchema } from "../features/questions/rules.ts";
import { topicSchema } from "../features/questions/topic-rules.ts";
import { compareFindings, contentPath, type Finding, formatError, readContent, validationIssues } from "./findings.ts";
import type { Path } from "./yaml.ts";

/** A question file. `folder` must be named after its topic. */
export type SourceFile = { readonly path: string; readonly folder: string; readonly text: string };

/** Reads every `<content>/<topic>/*.yaml`, in a stable order. */
export function readSources(contentFolder: string): SourceFile[] {
  return readdirSync(contentFolder)
    .filter((name) => statSync(join(contentFolder, name)).isDirectory())
    .sort()
    .flatMap((folder) =>
      readdirSync(join(contentFolder, folder))
        .filter((name) => name.endsWith(".yaml"))
        .sort()
        .map((name) => ({
          path: contentPath(contentFolder, folder, name),
          folder,
          text: readFileSync(join(contentFolder, folder, name), "utf8"),
        })),
    );
}

/**
 * Selects question files by topics, folders or files. Without names, selects all files. Throws if a name matches none.
 */
export function selectSources(contentFolder: string, names: readonly string[]): SourceFile[] {
  const all = readSources(contentFolder);
  if (names.length === 0) return all;
  return [...new Set(names.flatMap((name) => selectedBy(name, all)))];
}

function selectedBy(name: string, all: readonly SourceFile[]): SourceFile[] {
  const path = relative(process.cwd(), resolve(name));
  const selected = all.filter((file) => file.folder === name || file.path === path || file.path.startsWith(`${path}/`));
  if (selected.length === 0) throw new Error(`No content file matches "${name}". Use a topic such as http, or a file.`);
  return selected;
}

/** A question with the lines of its parts in its file. */
export type LocatedQuestion = { readonly question: Question; readonly file: string; lineOf(path: Path): number };

type ParsedFile = { readonly questions: readonly LocatedQuestion[]; readonly findings: readonly Finding[] };

const fileSchema = z.strictObject({ topic: topicSchema, items: z.array(z.looseObject({})).min(1) });
type Item = z.infer<typeof fileSchema>["items"][number];

/** Parses a question file. Every item becomes a question or a finding. */
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
    const question = parseItem(item, { topic, subtopic: basename(file, ".yaml") }, (path, message) => {
      findings.push(formatError(file, lineInItem(path), message, id));
    });
    return question ? [{ question, file, lineOf: lineInItem }] : [];
  });
  return { questions, findings: findings.sort(compareFindings) };
}

function parseItem(
  item: Item,
  place: { topic: string; subtopic: string },
  report: (path: Path, message: string) => void,
): Question | undefined {
  if ("topic" in item) report(["topic"], "topic: remove it; the topic of the file applies");
  if ("subtopic" in item) report(["subtopic"], "subtopic: remove it; the name of the file applies");
  const question = questionSchema.safeParse({ ...item, ...place });
  if (question.success) return question.data;
  for (const { path, message } of validationIssues(question.error, item)) report(path, message);
  return undefined;
}

const [choice, trueFalse, short, number, order] = questionSchema.options;
const place = { topic: true, subtopic: true } as const;

/** A file as authors write it. It has one topic for all questions, and its name is the subtopic. */
const authoredFile = z.strictObject({
  topic: topicSchema,
  items: z
    .array(
      z.discriminatedUnion("type", [
        choice.omit(place),
        trueFalse.omit(place),
        short.omit(place),
        number.omit(place),
        order.omit(place),
      ]),
    )
    .min(1)
    .max(15),
});

/** The JSON Schema of a question file, for editors. */
export function fileJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(authoredFile, { io: "input" });
}
