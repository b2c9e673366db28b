import { setImmediate } from "node:timers/promises";
import { IMPORTED_TOGETHER } from "../questions/own-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { QuestionWriter } from "./ports.ts";

const HEAD = "# Questions of a Discord server. Change what you like and import it again with /bank import.\nitems:\n";
/** So many questions are written in a few milliseconds; then others have their turn. */
const WRITTEN_TOGETHER = 20;

/** Writes questions as YAML that `/bank import` reads again as the same. */
export function createQuestionWriter(): QuestionWriter {
  return {
    async write(questions, mostBytes) {
      const { CORE_SCHEMA, dump } = await import("js-yaml/browser");
      const itemOf = (question: Question) =>
        `${dump([question], { schema: CORE_SCHEMA, lineWidth: 110 }).replace(/^(?=.)/gm, "  ")}\n`;
      const files: string[][] = [];
      let size = mostBytes;
      for (const [index, question] of questions.entries()) {
        if (index % WRITTEN_TOGETHER === WRITTEN_TOGETHER - 1) await setImmediate();
        const item = itemOf(question);
        const bytes = Buffer.byteLength(item);
        if (size + bytes > mostBytes || (files.at(-1)?.length ?? 0) >= IMPORTED_TOGETHER) {
          files.push([]);
          size = HEAD.length;
        }
        files.at(-1)?.push(item);
        size += bytes;
      }
      return files.map((items) => Buffer.from(HEAD + items.join("")));
    },
  };
}
