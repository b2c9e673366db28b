import { type CareerEntry, careerSchema } from "../features/career/rules.ts";
import { type Finding, loadContentFile } from "./findings.ts";
import type { Reference } from "./references/lock.ts";

const FILE = "career.yaml";

/** Loads the career answers. Throws a ContentError that lists every problem. */
export function loadCareer(contentFolder: string): readonly CareerEntry[] {
  return loadContentFile(contentFolder, FILE, careerSchema).content.questions;
}

/** Lists the sources of the claims. Throws a ContentError if the file can't be read. */
export function careerReferences(contentFolder: string): Reference[] {
  const { file, content, lineOf } = loadContentFile(contentFolder, FILE, careerSchema);
  return content.questions.flatMap(({ id, claims }, entry) =>
    claims.flatMap(({ source: { url } }, index) => {
      const line = () => lineOf(["questions", entry, "claims", index, "source", "url"]);
      return url === undefined ? [] : [{ url, file, id, line }];
    }),
  );
}

/** Finds claims that are past their review date. Throws a ContentError if the file can't be read. */
export function overdueClaims(contentFolder: string, today: string): Finding[] {
  const { file, content, lineOf } = loadContentFile(contentFolder, FILE, careerSchema);
  return content.questions.flatMap(({ id, claims }, entry) =>
    claims.flatMap(({ claim, review_by: day }, index): Finding[] => {
      if (day >= today) return [];
      const line = lineOf(["questions", entry, "claims", index, "review_by"]);
      const message = `"${claim}" was due for review by ${day}. Check it at its source, then update as_of and review_by.`;
      return [{ file, line, id, rule: "review-by", severity: "warning", message }];
    }),
  );
}
