import { drawItems } from "../features/exams/draw-rules.ts";
import { type Blueprint, blueprints, type Exams, examsSchema, isExamQuestion, MOCK } from "../features/exams/rules.ts";
import { type Difficulty, LANGUAGES, type Question } from "../features/questions/rules.ts";
import { contentPath, type Finding, loadContentFile } from "./findings.ts";

const FILE = "exams.yaml";
/** Seeds for checking draws. There are several, because a draw may succeed with one seed and fail with another. */
const SEEDS = ["1", "2", "3"];

/** Loads the exams. Throws a ContentError that lists every problem. */
export function loadExams(contentFolder: string): Exams {
  return loadContentFile(contentFolder, FILE, examsSchema).content;
}

/**
 * Lists exams that the bank can't fill. Checks each exam, a second mock exam without repeated questions, and each exam
 * for members who chose a single language. The latter may have more items on other topics instead.
 */
export function examShortages(exams: Exams, bank: readonly Question[]): string[] {
  const examinable = bank.filter(isExamQuestion);
  for (const seed of SEEDS) {
    const draw = (blueprint: Blueprint, questions: readonly Question[]) =>
      drawItems(blueprint, { questions, seenAt: new Map(), seed });
    const shortages = blueprints(exams).flatMap((blueprint) => {
      const name = blueprint.module === MOCK ? "The mock exam" : `Module ${blueprint.module}`;
      const first = draw(blueprint, examinable);
      const unseen = examinable.filter((question) => !first.includes(question));
      return [
        ...shortagesOf(blueprint, first, name),
        ...(blueprint.module === MOCK ? shortagesOf(blueprint, draw(blueprint, unseen), "A second mock exam") : []),
        ...LANGUAGES.flatMap((language) => {
          const wanted = examinable.filter((question) => !question.language || question.language === language);
          return totalShortage(blueprint, draw(blueprint, wanted), `${name} for members who chose only ${language}`);
        }),
      ];
    });
    if (shortages.length > 0) return shortages;
  }
  return [];
}

const DIFFICULTY_NAMES: Readonly<Record<Difficulty, string>> = { 1: "easy", 2: "medium", 3: "hard" };

function shortagesOf(blueprint: Blueprint, drawn: readonly Question[], exam: string): string[] {
  const total = totalShortage(blueprint, drawn, exam);
  if (total.length > 0) return total;
  const { items, difficulties } = blueprint;
  const count = (matches: (question: Question) => boolean) => drawn.filter(matches).length;
  return [
    ...[...items].flatMap(([topic, wanted]) =>
      shortage(
        exam,
        wanted,
        topic,
        count((one) => one.topic === topic),
      ),
    ),
    ...[...difficulties].flatMap(([difficulty, wanted]) =>
      shortage(
        exam,
        wanted,
        DIFFICULTY_NAMES[difficulty],
        count((one) => one.difficulty === difficulty),
      ),
    ),
  ];
}

function totalShortage({ items }: Blueprint, drawn: readonly Question[], exam: string): string[] {
  const wanted = [...items.values()].reduce((sum, topicItems) => sum + topicItems, 0);
  return shortage(exam, wanted, "", drawn.length);
}

function shortage(exam: string, wanted: number, kind: string, available: number): string[] {
  if (available >= wanted) return [];
  const questions = kind === "" ? "questions" : `${kind} questions`;
  return [`${exam} needs ${wanted} ${questions} that fit together; the bank has ${available}.`];
}

/** Reports shortages as findings in `exams.yaml`. Throws a ContentError if the file can't be read. */
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
