import { type CareerEntry, careerSchema } from "../features/career/rules.ts";
import { type Finding, loadContentFile } from "./findings.ts";
import { isVerified, loadLock, type Reference } from "./references/lock.ts";

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

/** Finds claims that are marked as verified although the lock doesn't show it. */
export function unprovenClaims(contentFolder: string): Finding[] {
  const { file, content, lineOf } = loadContentFile(contentFolder, FILE, careerSchema);
  const lock = loadLock(contentFolder);
  if (!lock) return [];
  return content.questions.flatMap(({ id, claims }, entry) =>
    claims.flatMap(({ claim, status, source: { url = "" } }, index): Finding[] => {
      if (status !== "verified" || isVerified(lock, url)) return [];
      const line = lineOf(["questions", entry, "claims", index, "status"]);
      const message = `"${claim}" isn't verified: the lock shows no text of ${url}. Use the status unread.`;
      return [{ file, line, id, rule: "unproven-claim", severity: "error", message }];
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
