import { lintContent } from "../../bank/lint.ts";
import type { Finding } from "./finding.ts";

export function examineContent(folder: string, today: string): Finding {
  const { questions, findings } = lintContent(folder, { today });
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (errors > 0) return { about: "Questions", todo: `${errors} errors; npm run content:lint names them.` };
  return { about: "Questions", ok: `${questions.length}, no errors` };
}
