import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Question } from "../../features/questions/rules.ts";
import { contentPath, type Finding, loadContentFile, type Severity } from "../findings.ts";
import type { LocatedQuestion } from "../sources.ts";
import { isGone, REASONS, type Reason } from "./resolve.ts";

const FILE = "references.lock.yaml";

const verifiedSchema = z.strictObject({
  /** The day on which the text was found at its source. */
  verified: z.iso.date(),
  source: z.string(),
  /** A commit, or the version of a package. */
  version: z.string(),
  /** The day of the commit. The site may have changed since then. */
  dated: z.iso.date().optional(),
  sha256: z.string().regex(/^[\da-f]{64}$/),
});
const unverifiedSchema = z.strictObject({ verified: z.literal(false), reason: z.enum(REASONS) });
const lockSchema = z.record(z.string(), z.union([verifiedSchema, unverifiedSchema]));

export type LockEntry = z.infer<typeof verifiedSchema> | z.infer<typeof unverifiedSchema>;
/** Whether each reference could be verified, by URL. */
export type ReferenceLock = Readonly<Record<string, LockEntry>>;

/** A reference, and where it is used. */
export type Reference = { readonly url: string; readonly file: string; readonly id: string; line(): number };

export function referencesOf(questions: readonly LocatedQuestion[]): Reference[] {
  return questions.flatMap(({ question: { id, refs }, file, lineOf }) =>
    refs.map(({ url }, index) => ({ url, file, id, line: () => lineOf(["refs", index, "url"]) })),
  );
}

export function lockPath(contentFolder: string): string {
  return join(contentFolder, FILE);
}

/** Reads the text of the lock. Empty if there is none. */
export function readLock(contentFolder: string): string {
  const path = lockPath(contentFolder);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Loads the lock. Undefined if there is none. Throws a ContentError if the file is invalid. */
export function loadLock(contentFolder: string): ReferenceLock | undefined {
  if (!existsSync(lockPath(contentFolder))) return undefined;
  return loadContentFile(contentFolder, FILE, lockSchema).content;
}

/** Formats the lock with one line per reference, sorted, so diffs show what changed. */
export function formatLock(lock: ReferenceLock): string {
  const lines = Object.entries(lock)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([url, entry]) => {
      const fields = Object.entries(entry).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
      return `${JSON.stringify(url)}: {${fields.join(", ")}}\n`;
    });
  return `# Written by npm run content:refs -- --update. Don't edit.\n${lines.join("")}`;
}

export function isVerified(lock: ReferenceLock, url: string): boolean {
  const entry = lock[url];
  return entry !== undefined && entry.verified !== false;
}

/** Moves verified references to the front, because members look there first. */
export function verifiedFirst(question: Question, lock: ReferenceLock): Question {
  const rank = ({ url }: { url: string }) => (isVerified(lock, url) ? 0 : 1);
  return { ...question, refs: question.refs.toSorted((a, b) => rank(a) - rank(b)) };
}

export function referenceFinding({ file, id, line }: Reference, severity: Severity, message: string): Finding {
  return { file, id, line: line(), rule: "reference-lock", severity, message };
}

export function goneMessage(url: string, reason: Reason): string {
  return `The ${reason.replace("gone", "is gone")}: ${url}. Choose another reference.`;
}

/** Reports references that the lock doesn't contain, or that it records as gone. Doesn't need access to the sources. */
export function lockFindings(references: readonly Reference[], lock: ReferenceLock): Finding[] {
  return references.flatMap((reference) => {
    const { url } = reference;
    const entry = lock[url];
    if (!entry) {
      return [referenceFinding(reference, "error", `Compare ${url} with its source: npm run content:refs -- --update`)];
    }
    if (entry.verified !== false || !isGone(entry.reason)) return [];
    return [referenceFinding(reference, "error", goneMessage(url, entry.reason))];
  });
}

/** Reports unused entries of the lock. */
export function unusedEntries(contentFolder: string, references: readonly Reference[], lock: ReferenceLock): Finding[] {
  const file = contentPath(contentFolder, FILE);
  const lines = readLock(contentFolder).split("\n");
  const used = new Set(references.map(({ url }) => url));
  const unused = Object.keys(lock).filter((url) => !used.has(url));
  return unused.map((url) => ({
    file,
    line: lines.findIndex((line) => line.startsWith(JSON.stringify(url))) + 1,
    rule: "reference-lock",
    severity: "error",
    message: `Nothing uses ${url}. Remove it: npm run content:refs -- --update`,
  }));
}

/** Describes how many references and questions are verified. */
export function describeLock(questions: readonly Question[], lock: ReferenceLock): string[] {
  const entries = Object.values(lock);
  const reasons = entries.flatMap((entry) => (entry.verified === false ? [entry.reason] : []));
  const counts = REASONS.map((reason) => ({ reason, count: reasons.filter((one) => one === reason).length }));
  const outdated = entries.filter((entry) => entry.verified !== false && isOutdated(entry)).length;
  const isProven = ({ run, refs }: Question) => run !== undefined || refs.some(({ url }) => isVerified(lock, url));
  return [
    `references verified          ${share(entries.length - reasons.length, entries.length)}`,
    `  in a text of ${OUTDATED_YEARS} years ago or more ${outdated}`,
    ...counts.filter(({ count }) => count > 0).map(({ reason, count }) => `  ${reason.padEnd(27)}${count}`),
    `questions with proof         ${share(questions.filter(isProven).length, questions.length)} have a verified reference or an executed key`,
  ];
}

const OUTDATED_YEARS = 3;

function isOutdated({ verified, dated }: Extract<LockEntry, { version: string }>): boolean {
  return dated !== undefined && Number(verified.slice(0, 4)) - Number(dated.slice(0, 4)) >= OUTDATED_YEARS;
}

function share(part: number, all: number): string {
  return `${part} of ${all} (${((100 * part) / Math.max(1, all)).toFixed(1)}%)`;
}
