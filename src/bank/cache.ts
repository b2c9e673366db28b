import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Question, questionSchema } from "../features/questions/rules.ts";

/** Read through the same schema as the files, so a cache from an older version is simply not understood. */
const keptBank = z.object({ fingerprint: z.string(), questions: z.array(questionSchema) });

/** The bank as it was last read from files with this fingerprint. */
export function readCache(folder: string, fingerprint: string): Question[] | undefined {
  const place = placeIn(folder);
  if (!existsSync(place)) return undefined;
  const kept = keptBank.safeParse(parseJson(readFileSync(place, "utf8"), fingerprint));
  return kept.success && kept.data.fingerprint === fingerprint ? kept.data.questions : undefined;
}

export function writeCache(folder: string, fingerprint: string, questions: readonly Question[]): void {
  const place = placeIn(folder);
  const draft = `${place}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, JSON.stringify({ fingerprint, questions }));
    renameSync(draft, place);
  } catch {
    // A folder that can't be written costs time at the next start, nothing else.
  }
}

/** Another bank's text is not even parsed. */
function parseJson(text: string, fingerprint: string): unknown {
  if (!text.startsWith(`{"fingerprint":"${fingerprint}"`)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeIn(folder: string): string {
  return join(folder, "bank.json");
}
