import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ImportFormat } from "../../src/features/imports/rules.ts";
import { validateImport } from "../../src/features/imports/validate-import.ts";
import { createImportValidator } from "../../src/features/imports/validator.ts";
import { renderImportPreview } from "../../src/features/imports/view.ts";
import { questionSchema } from "../../src/features/questions/rules.ts";
import { textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { withinMemory } from "./memory.ts";

const FORMATS: readonly ImportFormat[] = ["yaml", "json", "csv"];
const guild = { guildId: "410000000000000000", today: "2026-11-22" };
const MEGABYTE = 1_000_000;
const HEAD = "type,topic,difficulty,stem,answers\n";

const hostileFiles: Readonly<Record<string, string | Uint8Array>> = {
  "yaml: a gzip file": gzipSync(Buffer.alloc(20 * MEGABYTE)),
  "csv: a line of a megabyte": "x".repeat(MEGABYTE),
  "csv: a quote that never ends": `${HEAD}"${"x".repeat(MEGABYTE - 100)}`,
  "csv: a million columns": `${",".repeat(MEGABYTE - 100)}\n1`,
  "yaml: aliases of aliases": `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghij"]
    .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[at]}`).join(",")}]`)
    .join("\n")}\nitems: *j`,
  "yaml: merged aliases": `a: &a {x: 1}\n${[..."bcdefghij"].map((name, at) => `${name}: &${name} {<<: [*${"abcdefghij"[at]}, *a]}`).join("\n")}\nitems: []`,
  "json: deep JSON": `${'{"items":'.repeat(100_000)}`,
  "yaml: deep lists": `items: ${"[".repeat(400_000)}`,
  "yaml: deep lines": Array.from({ length: 1_300 }, (_, depth) => `${" ".repeat(depth)}-`).join("\n"),
  "yaml: many keys": `items:\n${Array.from({ length: 60_000 }, (_, index) => ` - a${index}: 1`).join("\n")}`,
  "csv: invalid UTF-8": Uint8Array.of(0xc3, 0x28, 0xa0, 0xff, 0xfe),
  "json: UTF-16": Buffer.from("items: []", "utf16le"),
  "yaml: a zero byte": "items:\n - \u0000",
  "csv: formulas": `${HEAD}${['=cmd|"/c calc"!A1', "+1+1", "-2", "@SUM(A1)"].map((one) => `single,http,1,${one.replaceAll('"', '""')},x`).join("\n")}`,
  "json: prototypes":
    '{"items":[{"id":"__proto__","stem":"x","__proto__":{"key":true},"constructor":1,"options":{"__proto__":{}}}]}',
  "yaml: tags": "items: !!js/function 'function () { throw 1 }'\nother: !!python/object/apply:os.system ['x']",
};

it.each(Object.keys(hostileFiles))(
  "a hostile file is rejected without using much memory: %s",
  async (name) => {
    const content = hostileFiles[name] ?? "";
    const bytes = Buffer.from(typeof content === "string" ? content : Uint8Array.from(content));
    const format = FORMATS.find((one) => name.startsWith(one)) ?? "yaml";
    await withinMemory(async () => {
      const report = await createImportValidator(5_000).validate({ format, bytes, bank: [], ...guild });
      const shown = textOf(renderImportPreview({ ...report, name: "mine" }));
      if (report.questions.length === 0) expect(shown).toMatch(/Nothing was imported|Nothing to import/);
      expect(shown.length).toBeLessThan(4_000);
    });
  },
  10_000,
);

it("random bytes are parsed into questions or errors", () => {
  const words = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.json({ maxDepth: 4 }),
    fc.stringMatching(/^[-&*!{}[\]:,#|>%@`"' a-z\n\t]{0,80}$/),
  );
  const wrapped = fc
    .tuple(fc.constantFrom("", "items:\n - ", '{"items":[', HEAD, `${HEAD}single,http,1,`), words)
    .map(([head, tail]) => head + tail);
  const raw = fc.oneof(
    wrapped.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 200 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...FORMATS), raw, (format, bytes) => {
      const { questions: read, problems } = validateImport({ format, bytes, bank: [], ...guild });
      expect(read.length > 0 || problems.length > 0 || isEmpty(bytes)).toBe(true);
      for (const [, text] of read) expect(questionSchema.safeParse(JSON.parse(text)).success).toBe(true);
      renderImportPreview({ added: 0, changed: 0, unchanged: 0, problems, name: "x" });
    }),
    { numRuns: 3_000, interruptAfterTimeLimit: 7_000 },
  );
}, 30_000);

/** An empty list is valid. */
function isEmpty(bytes: Uint8Array): boolean {
  return /^\s*(#.*\s*)*(items"?:\s*\[\s*\]|\[\s*\]|\{)/.test(Buffer.from(bytes).toString());
}

it("imported text can't break out of its message", () => {
  const { id: _, ...plain } = questions.single();
  const item = { ...plain, stem: "Which one?\n```js\nx", id: "```\n@everyone" };
  const bytes = Buffer.from(JSON.stringify({ items: [item] }));
  const report = validateImport({ format: "json", bytes, bank: [], ...guild });
  expect(report.questions).toEqual([]);
  expect(report.problems.map(({ message }) => message).join()).toContain("Three backticks start a code block");
  const card = renderImportPreview({ ...report, name: "```\n@everyone.yaml" });
  expect(textOf(card)).not.toContain("```");
});
