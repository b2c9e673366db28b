import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { z } from "zod";
import { compareIds } from "../model/snowflake.ts";

const MAX_BYTES = 64 * 1024 * 1024;

export type Files = ReturnType<typeof createFiles>;

/** The contents of attachments by id, in memory or in a folder. The oldest are deleted when they take too much space. */
export function createFiles(folder: string | undefined) {
  const files = new Map<string, { size: number; bytes: Buffer | undefined }>();
  let total = 0;
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    for (const id of readdirSync(folder).sort(compareIds)) {
      const { size } = statSync(join(folder, id));
      files.set(id, { size, bytes: undefined });
      total += size;
    }
  }
  return {
    save(id: string, bytes: Buffer) {
      if (folder !== undefined) writeFileSync(join(folder, id), bytes);
      files.set(id, { size: bytes.length, bytes: folder === undefined ? bytes : undefined });
      total += bytes.length;
      for (const [oldest, { size }] of files) {
        if (total <= MAX_BYTES || oldest === id) break;
        files.delete(oldest);
        total -= size;
        if (folder !== undefined) rmSync(join(folder, oldest), { force: true });
      }
    },
    read(id: string): Buffer | undefined {
      const file = files.get(id);
      if (file === undefined) return undefined;
      return file.bytes ?? (folder === undefined ? undefined : readFileSync(join(folder, id)));
    },
  };
}

/** Returns the parsed file, or undefined if it's missing or invalid. */
export function readJsonFile<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
  } catch {
    return undefined;
  }
}

/** Writes the file atomically. */
export function writeJsonFile(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(value));
  renameSync(`${path}.new`, path);
}
