import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
