import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import type { Question } from "../core/question.ts";
import { TOPICS, type Topic, topicSchema } from "../core/topic.ts";
import { groupBy } from "./group.ts";
import { ContentError, type Problem } from "./problem.ts";
import { mishapsOf, readYaml } from "./yaml.ts";

const FILE = "exams.yaml";
/** So that who failed a mock can sit another that shares no item with it. */
const DISJOINT_MOCKS = 2;

const count = z.int().positive();

const examsSchema = z
  .strictObject({
    /** The share of items to get right; a practice standard. */
    pass_share: z.number().gt(0).lte(1),
    module: z.strictObject({ items: count, minutes: count }),
    modules: z.array(z.strictObject({ id: z.string().regex(/^[a-z]+$/), topics: z.array(topicSchema).min(1) })),
    mock: z.strictObject({ minutes: count, items: z.record(topicSchema, count) }),
  })
  .refine(({ modules }) => everyTopicOnce(modules.flatMap(({ topics }) => topics)), {
    path: ["modules"],
    error: "expected each topic in exactly one module",
  })
  .refine(({ modules }) => new Set(modules.map(({ id }) => id)).size === modules.length, {
    path: ["modules"],
    error: "expected an id of its own for each module",
  });

/** Six practice modules and the blueprint of the mock exam. */
export type Exams = z.infer<typeof examsSchema>;

/** Reads `exams.yaml`; throws a ContentError that names every problem. */
export function loadExams(contentFolder: string): Exams {
  const place = join(contentFolder, FILE);
  const file = relative(process.cwd(), place);
  const { value, syntax, lineOf } = readYaml(file, readFileSync(place, "utf8"));
  if (syntax.length > 0) throw new ContentError(syntax);
  const exams = examsSchema.safeParse(value);
  if (exams.success) return exams.data;
  const problems = mishapsOf(exams.error, value);
  throw new ContentError(problems.map(({ path, message }) => ({ file, line: lineOf(path), message })));
}

/** Whether a question may stand in an exam: a guesser gets every second true/false right. */
export function isExaminable({ type, retired }: Question): boolean {
  return type !== "true-false" && retired === undefined;
}

/** Where the bank can't fill every module and two mocks that share no item. */
export function examShortages(exams: Exams, bank: readonly Question[]): string[] {
  const examinable = groupBy(bank.filter(isExaminable), ({ topic }) => topic);
  const available = (topic: Topic) => examinable.get(topic)?.length ?? 0;

  const mocks = TOPICS.flatMap((topic) => {
    const needed = DISJOINT_MOCKS * exams.mock.items[topic];
    if (available(topic) >= needed) return [];
    return [`${topic}: ${DISJOINT_MOCKS} mock exams need ${needed} items, the bank has ${available(topic)} to offer`];
  });
  const modules = exams.modules.flatMap(({ id, topics }) => {
    const offered = topics.reduce((sum, topic) => sum + available(topic), 0);
    if (offered >= exams.module.items) return [];
    return [`module ${id} needs ${exams.module.items} items, the bank has ${offered} to offer`];
  });
  return [...mocks, ...modules];
}

/** The check of a content folder, as problems of its exam file. */
export function examProblems(contentFolder: string, bank: readonly Question[]): Problem[] {
  const file = relative(process.cwd(), join(contentFolder, FILE));
  try {
    return examShortages(loadExams(contentFolder), bank).map((message) => ({ file, line: 1, message }));
  } catch (error) {
    if (error instanceof ContentError) return [...error.problems];
    throw error;
  }
}

function everyTopicOnce(topics: readonly Topic[]): boolean {
  return topics.length === TOPICS.length && new Set(topics).size === TOPICS.length;
}
