import { type CareerEntry, careerSchema } from "../features/career/rules.ts";
import { type Finding, loadContentFile } from "./findings.ts";
import { isVerified, loadLock, type Reference } from "./references/lock.ts";
import type { Path } from "./yaml.ts";

const FILE = "career.yaml";

/** Loads the career answers. Throws a ContentError that lists every problem. */
export function loadCareer(contentFolder: string): readonly CareerEntry[] {
  return loadContentFile(contentFolder, FILE, careerSchema).content.questions;
}

/** Lists the sources of the claims. Throws a ContentError if the file can't be read. */
export function careerReferences(contentFolder: string): Reference[] {
  return locatedClaims(contentFolder).flatMap(({ source: { url }, file, id, lineOf }) =>
    url === undefined ? [] : [{ url, file, id, line: () => lineOf(["source", "url"]) }],
  );
}

/** Finds claims that are marked as verified although the lock doesn't show it. */
export function unprovenClaims(contentFolder: string): Finding[] {
  const lock = loadLock(contentFolder);
  if (!lock) return [];
  return locatedClaims(contentFolder).flatMap(
    ({ claim, status, source: { url = "" }, file, id, lineOf }): Finding[] => {
      if (status !== "verified" || isVerified(lock, url)) return [];
      const message = `"${claim}" isn't verified: the lock shows no text of ${url}. Use the status unread.`;
      return [{ file, line: lineOf(["status"]), id, rule: "unproven-claim", severity: "error", message }];
    },
  );
}

/** Finds claims that are past their review date. Throws a ContentError if the file can't be read. */
export function overdueClaims(contentFolder: string, today: string): Finding[] {
  return locatedClaims(contentFolder).flatMap(({ claim, review_by: day, file, id, lineOf }): Finding[] => {
    if (day >= today) return [];
    const message = `"${claim}" was due for review by ${day}. Check it at its source, then update as_of and review_by.`;
    return [{ file, line: lineOf(["review_by"]), id, rule: "review-by", severity: "warning", message }];
  });
}

/** All claims with the ids of their questions and the lines of their fields. */
function locatedClaims(contentFolder: string) {
  const { file, content, lineOf } = loadContentFile(contentFolder, FILE, careerSchema);
  return content.questions.flatMap(({ id, claims }, entry) =>
    claims.map((claim, index) => ({
      ...claim,
      file,
      id,
      lineOf: (path: Path) => lineOf(["questions", entry, "claims", index, ...path]),
    })),
  );
}
