import { fileURLToPath } from "node:url";
import { loadExams } from "../../src/bank/exams.ts";
import { loadBank } from "../../src/bank/load.ts";

const CONTENT = fileURLToPath(new URL("../../content", import.meta.url));

/** The real content, without the questions that take more than one click to answer. */
export function loadOneClickContent() {
  const questions = loadBank({ content: CONTENT }).filter(({ type }) => type === "single" || type === "true-false");
  return { questions, exams: loadExams(CONTENT) };
}
