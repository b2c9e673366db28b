import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Question, questionSchema } from "../features/questions/rules.ts";
import { ContentError, type Finding, formatError } from "./findings.ts";
import { loadLock, readLock, verifiedFirst } from "./references/lock.ts";
import { type LocatedQuestion, parseFile, readSources, type SourceFile } from "./sources.ts";
import { groupBy } from "./statistics.ts";

type BankLocation = {
  /** The folder that contains `<topic>/<subtopic>.yaml`. */
  readonly content: string;
  /** A folder for the cached bank. With it, YAML is parsed only after a change. */
  readonly cache?: string | undefined;
};

/** Loads the built-in bank and freezes it. Throws a ContentError that lists every problem. */
export function loadBank({ content, cache }: BankLocation): readonly Question[] {
  const files = readSources(content);
  const fingerprint = fingerprintOf(files, readLock(content));
  const cached = cache === undefined ? undefined : readCache(cache, fingerprint);
  if (cached) return deepFreeze(cached);

  const lock = loadLock(content) ?? {};
  const questions = parseFiles(files, content).map((question) => verifiedFirst(question, lock));
  if (cache !== undefined) writeCache(cache, fingerprint, questions);
  return deepFreeze(questions);
}

function parseFiles(files: readonly SourceFile[], content: string): Question[] {
  const parsed = files.map(parseFile);
  const located = parsed.flatMap(({ questions }) => questions);
  const findings = [...parsed.flatMap((file) => file.findings), ...repeatedIds(located)];
  if (files.length === 0) findings.push(formatError(content, 1, "expected <topic>/<subtopic>.yaml files"));
  if (findings.length > 0) throw new ContentError(findings);
  return located.map(({ question }) => question);
}

/** Reports ids that several questions use, even in different files. */
export function repeatedIds(questions: readonly LocatedQuestion[]): Finding[] {
  return [...groupBy(questions, ({ question }) => question.id)].flatMap(([id, [first, ...others]]) =>
    others.map(({ file, lineOf }) => {
      const message = `Choose another id: ${first?.file}:${first?.lineOf(["id"])} already uses this one.`;
      return formatError(file, lineOf(["id"]), message, id);
    }),
  );
}

function fingerprintOf(files: readonly SourceFile[], lock: string): string {
  const hash = createHash("sha256").update(`${lock}\0`);
  for (const { path, text } of files) hash.update(`${path}\0${text}\0`);
  return hash.digest("hex");
}

/** Prevents changes, because all callers share the same objects. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

/** Validates the cache like the files. A cache that an older version wrote is ignored. */
const cacheSchema = z.object({ fingerprint: z.string(), questions: z.array(questionSchema) });

function readCache(folder: string, fingerprint: string): Question[] | undefined {
  const path = cachePath(folder);
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "utf8");
  // Skips parsing if the cache belongs to another bank.
  if (!text.startsWith(`{"fingerprint":"${fingerprint}"`)) return undefined;
  try {
    return cacheSchema.safeParse(JSON.parse(text)).data?.questions;
  } catch {
    return undefined;
  }
}

function writeCache(folder: string, fingerprint: string, questions: readonly Question[]): void {
  const path = cachePath(folder);
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, JSON.stringify({ fingerprint, questions }));
    renameSync(draft, path);
  } catch {
    // Ignored, because a missing cache only makes the next start slower.
  }
}

function cachePath(folder: string): string {
  return join(folder, "bank.json");
}
