import { careerFindings } from "../../bank/career.ts";
import { chooseSources } from "../../bank/choose.ts";
import { examProblems } from "../../bank/exams.ts";
import { lint } from "../../bank/lint.ts";
import type { Finding } from "./finding.ts";

/** Whether the questions are what the linter asks of them. */
export function examineContent(folder: string, today: string): Finding {
  const { questions, findings } = lint(chooseSources(folder, []), { today });
  const all = [...findings, ...careerFindings(folder, today)];
  const errors = all.filter(({ severity }) => severity === "error").length + examProblems(folder, questions).length;
  if (errors > 0) return { about: "Questions", todo: `${errors} errors; npm run content:lint names them.` };
  return { about: "Questions", ok: `${questions.length}, no errors` };
}
