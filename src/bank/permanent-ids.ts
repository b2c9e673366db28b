import { execFileSync } from "node:child_process";
import { basename, dirname } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import type { Finding } from "./findings.ts";
import type { SourceFile } from "./sources.ts";

/** The git revision to compare with: the latest release or, before the first release, the parent commit. */
export function baseRevision(): string | undefined {
  return git("describe", "--tags", "--abbrev=0", "HEAD^") ?? git("rev-parse", "--verify", "--quiet", "HEAD^");
}

/** Reads the question files at a git revision. Undefined if git doesn't know the revision. */
export function sourcesAt(revision: string, contentFolder: string): SourceFile[] | undefined {
  const listed = git("ls-tree", "-r", "--name-only", revision, "--", contentFolder);
  return listed
    ?.split("\n")
    .filter((path) => path.endsWith(".yaml") && dirname(path) !== contentFolder)
    .map((path) => ({
      path,
      folder: basename(dirname(path)),
      text: git("show", `${revision}:./${path}`) ?? "",
    }));
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync("git", args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 2 ** 26,
    }).trim();
  } catch {
    return undefined;
  }
}

/** The fields that answers and statistics depend on. A loose schema can also read older formats of the bank. */
const frozenPart = z.looseObject({
  id: z.string(),
  rev: z.number(),
  type: z.string().optional(),
  options: z.record(z.string(), z.looseObject({ key: z.boolean().optional() })).optional(),
  accept: z.array(z.string()).optional(),
  answer: z.number().optional(),
  tolerance: z.number().optional(),
  steps: z.record(z.string(), z.unknown()).optional(),
});
type FrozenPart = z.infer<typeof frozenPart>;
type LocatedPart = FrozenPart & { readonly file: string };

const looseFile = z.looseObject({ items: z.array(z.unknown()) });

/** Reports ids that disappeared, and answer keys that changed without a new revision. */
export function compareIds(before: readonly SourceFile[], after: readonly SourceFile[]): Finding[] {
  const current = partsById(after);
  return [...partsById(before).values()].flatMap((old): Finding[] => {
    const now = current.get(old.id);
    const message = now ? revisionIssue(old, now) : "This question was removed. Restore it and add retired: <date>.";
    if (!message) return [];
    const place = now ? { file: now.file, line: lineOf(after, now) } : { file: old.file, line: 1 };
    return [{ ...place, id: old.id, severity: "error", rule: "permanent-ids", message }];
  });
}

function revisionIssue(old: FrozenPart, now: FrozenPart): string | undefined {
  if (now.rev < old.rev) return `rev went back from ${old.rev} to ${now.rev}. It can only increase.`;
  if (now.rev > old.rev || sameKey(old, now)) return undefined;
  return `The answer key changed. Increase rev to ${old.rev + 1}, so earlier answers are rescored.`;
}

/** Whether the same answers are still correct. A question may accept more spellings than before. */
function sameKey(old: FrozenPart, now: FrozenPart): boolean {
  const stillAccepted = (old.accept ?? []).every((answer) => now.accept?.includes(answer));
  return stillAccepted && answerKeyOf(old) === answerKeyOf(now);
}

function answerKeyOf({ type, options = {}, answer, tolerance = 0, steps = {} }: FrozenPart): string {
  const correct = Object.keys(options).filter((id) => options[id]?.key);
  return JSON.stringify([type, correct.sort(), answer, tolerance, Object.keys(steps)]);
}

function partsById(files: readonly SourceFile[]): Map<string, LocatedPart> {
  const parts = files.flatMap(({ path, text }) =>
    (looseFile.safeParse(parseDocument(text, { stringKeys: true, logLevel: "silent" }).toJS()).data?.items ?? [])
      .flatMap((item) => frozenPart.safeParse(item).data ?? [])
      .map((part): LocatedPart => ({ ...part, file: path })),
  );
  return new Map(parts.map((part) => [part.id, part]));
}

function lineOf(files: readonly SourceFile[], { id, file }: LocatedPart): number {
  const lines = files.find(({ path }) => path === file)?.text.split("\n") ?? [];
  return lines.findIndex((line) => line.trimEnd().endsWith(`id: ${id}`)) + 1 || 1;
}
