import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type CareerEntry, careerSchema } from "../features/career/rules.ts";
import type { Finding } from "./lint.ts";
import { ContentError } from "./problem.ts";
import { type LocatedYaml, mishapsOf, readYaml } from "./yaml.ts";

const FILE = "career.yaml";

/** Reads `career.yaml`; throws a ContentError that names every problem. */
export function loadCareer(contentFolder: string): readonly CareerEntry[] {
  return readCareer(contentFolder).entries;
}

/** What an author should mend in `career.yaml`, and which claims somebody should look at again. */
export function careerFindings(contentFolder: string, today: string): Finding[] {
  try {
    return overdueClaims(readCareer(contentFolder), today);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return error.problems.map((problem) => ({ ...problem, id: undefined, rule: "shape", severity: "error" }));
  }
}

type Career = { file: string; entries: readonly CareerEntry[]; lineOf: LocatedYaml["lineOf"] };

function readCareer(contentFolder: string): Career {
  const place = join(contentFolder, FILE);
  const file = relative(process.cwd(), place);
  const { value, syntax, lineOf } = readYaml(file, readFileSync(place, "utf8"));
  if (syntax.length > 0) throw new ContentError(syntax);

  const career = careerSchema.safeParse(value);
  if (career.success) return { file, entries: career.data.questions, lineOf };
  const mishaps = mishapsOf(career.error, value);
  throw new ContentError(mishaps.map(({ path, message }) => ({ file, line: lineOf(path), message })));
}

function overdueClaims({ file, entries, lineOf }: Career, today: string): Finding[] {
  return entries.flatMap(({ id, claims }, entry) =>
    claims.flatMap(({ claim, review_by: day }, index): Finding[] => {
      if (day >= today) return [];
      const line = lineOf(["questions", entry, "claims", index, "review_by"]);
      const message = `"${claim}" is due for another look since ${day}: check it at its source, then move as_of and review_by.`;
      return [{ file, line, id, rule: "review-by", severity: "warning", message }];
    }),
  );
}
