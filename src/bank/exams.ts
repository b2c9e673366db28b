import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Exams, examsSchema, isExaminable } from "../features/exams/rules.ts";
import type { Question } from "../features/questions/rules.ts";
import { TOPICS, type Topic } from "../features/questions/topic-rules.ts";
import { groupBy } from "./group.ts";
import { ContentError, type Problem } from "./problem.ts";
import { mishapsOf, readYaml } from "./yaml.ts";

const FILE = "exams.yaml";
/** So that who failed a mock can sit another that shares no item with it. */
const DISJOINT_MOCKS = 2;

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
