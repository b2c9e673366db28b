import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../model/model.ts";
import { allRecords, foldRecords, parseRecord, recordOf } from "./records.ts";

type Store = { close(): void };

const MIN_LINES = 2_000;

/**
 * Persists the home guild, direct messages and commands in one file of JSON lines, one per change. A line is written before
 * the bot gets its response, so kill -9 loses nothing. At every start, and when it has tripled, the file is compacted.
 */
export function openStore(model: Model, folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "messages.jsonl");
  model.restore(foldRecords(readLines(path).flatMap((line) => parseRecord(line) ?? [])));

  let { file, lines } = compact(model, path);
  let limit = Math.max(MIN_LINES, lines * 3);
  const stop = model.subscribe((event) => {
    const record = recordOf(model.view, event);
    if (record === undefined) return;
    writeSync(file, `${JSON.stringify(record)}\n`);
    lines += 1;
    if (lines < limit) return;
    closeSync(file);
    ({ file, lines } = compact(model, path));
    limit = Math.max(MIN_LINES, lines * 3);
  });
  return {
    close() {
      stop();
      closeSync(file);
    },
  };
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

/** Atomically replaces the file with one that has only current records, and opens it for appending. */
function compact(model: Model, path: string): { file: number; lines: number } {
  const lines = allRecords(model.view).map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(`${path}.new`, lines.join(""));
  renameSync(`${path}.new`, path);
  return { file: openSync(path, "a"), lines: lines.length };
}
