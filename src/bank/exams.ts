import { type Exams, examsSchema, isExamQuestion } from "../features/exams/rules.ts";
import type { Question } from "../features/questions/rules.ts";
import { TOPICS, type Topic } from "../features/questions/topic-rules.ts";
import { contentPath, type Finding, loadContentFile } from "./findings.ts";
import { groupBy } from "./statistics.ts";

const FILE = "exams.yaml";
/** A learner who fails a mock exam can take another without repeated questions. */
const DISJOINT_MOCKS = 2;

/** Throws a ContentError that lists every problem. */
export function loadExams(contentFolder: string): Exams {
  return loadContentFile(contentFolder, FILE, examsSchema).content;
}

/** Returns what the bank can't fill without repeated questions: each module, and two mock exams. */
export function examShortages(exams: Exams, bank: readonly Question[]): string[] {
  const examinable = groupBy(bank.filter(isExamQuestion), ({ topic }) => topic);
  const available = (topic: Topic) => examinable.get(topic)?.length ?? 0;

  const mocks = TOPICS.flatMap((topic) => {
    const needed = DISJOINT_MOCKS * exams.mock.items[topic];
    if (available(topic) >= needed) return [];
    return [`${topic}: ${DISJOINT_MOCKS} mock exams need ${needed} questions; the bank has ${available(topic)}.`];
  });
  const modules = exams.modules.flatMap(({ id, topics }) => {
    const total = topics.reduce((sum, topic) => sum + available(topic), 0);
    if (total >= exams.module.items) return [];
    return [`module ${id} needs ${exams.module.items} questions; the bank has ${total}.`];
  });
  return [...mocks, ...modules];
}

/** Shortages as findings in `exams.yaml`. Throws a ContentError if the file can't be read. */
export function examFindings(contentFolder: string, bank: readonly Question[]): Finding[] {
  const file = contentPath(contentFolder, FILE);
  return examShortages(loadExams(contentFolder), bank).map((message) => ({
    file,
    line: 1,
    severity: "error",
    rule: "exam-shortage",
    message,
  }));
}
