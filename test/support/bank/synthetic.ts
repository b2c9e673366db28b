import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "../../../src/bank/sources.ts";

const WORDS =
  "cache lease quorum header cursor socket branch rebase token scope ledger index vacuum replica shard offset batch fence probe drain canary retry budget latency gauge trace span".split(
    " ",
  );

/** A deterministic stem that differs from most others. */
export function syntheticStem(index: number): string {
  let seed = index * 2_654_435_761 + 1;
  const word = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return WORDS[Math.floor(seed / 65_536) % WORDS.length];
  };
  return `When the ${word()} ${word()} loses its ${word()} and every ${word()} needs a ${word()}, what may the ${word()} ${word()} do in case ${index}?`;
}

/** Writes `count` valid questions, 15 per file. */
export function writeSyntheticBank(folder: string, count: number): void {
  mkdirSync(join(folder, "http"), { recursive: true });
  for (let first = 0; first < count; first += 15) {
    const items = Array.from({ length: Math.min(15, count - first) }, (_, index) => syntheticItem(first + index));
    writeFileSync(join(folder, "http", `part-${first}.yaml`), `topic: http\nitems:\n${items.join("\n")}`);
  }
}

/** A question file in memory. */
export function fileOf(...items: string[]): SourceFile {
  return { path: "content/http/a.yaml", folder: "http", text: `topic: http\nitems:\n${items.join("")}` };
}

export function syntheticItem(index: number): string {
  return `  - id: http.item-${index}
    rev: 1
    type: single
    objective: http.objective-${index >> 1}
    level: apply
    difficulty: 2
    stem: ${syntheticStem(index)}
    code:
      language: python
      text: |
        def total(prices):
            return sum(prices) + ${index}
        print(total([1, 2]))
    options:
      again: {key: true, text: Send the same PUT again, why: "PUT is idempotent, so repeating it has the same effect."}
      post: {text: Send the body as a POST, why: "POST has other semantics and is not idempotent by default."}
      stop: {text: Assume the update failed, why: "The server may have applied it before the reply was lost."}
    refs: [{url: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2", title: "RFC 9110, section 9.2.2"}]
`;
}
