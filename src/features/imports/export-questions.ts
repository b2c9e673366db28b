import { setImmediate } from "node:timers/promises";
import { MAX_IMPORTED_QUESTIONS } from "../questions/own-rules.ts";
import type { Question } from "../questions/rules.ts";

const HEADER = "# Questions of a Discord server. Edit them and import the file again with /bank import.\nitems:\n";
/** Writing this many questions takes a few milliseconds. Then other work gets a turn. */
const QUESTIONS_PER_TURN = 20;

/** Writes questions as YAML files of at most `maxBytes`, each of which `/bank import` accepts. */
export async function exportQuestions(questions: readonly Question[], maxBytes: number): Promise<Uint8Array[]> {
  const { CORE_SCHEMA, dump } = await import("js-yaml/browser");
  const files: string[][] = [];
  let size = maxBytes;
  for (const [index, question] of questions.entries()) {
    if (index % QUESTIONS_PER_TURN === QUESTIONS_PER_TURN - 1) await setImmediate();
    const yaml = dump([question], { schema: CORE_SCHEMA, lineWidth: 110 });
    const item = `${yaml.replace(/^(?=.)/gm, "  ")}\n`;
    const bytes = Buffer.byteLength(item);
    if (size + bytes > maxBytes || (files.at(-1)?.length ?? 0) >= MAX_IMPORTED_QUESTIONS) {
      files.push([]);
      size = HEADER.length;
    }
    files.at(-1)?.push(item);
    size += bytes;
  }
  return files.map((items) => Buffer.from(HEADER + items.join("")));
}
