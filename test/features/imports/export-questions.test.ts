import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportQuestions } from "../../../src/features/imports/service.ts";
import { validateImport } from "../../../src/features/imports/validate-import.ts";
import { ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { type Question, questionSchema } from "../../../src/features/questions/rules.ts";
import { questions } from "../../support/questions.ts";

const guildId = "410000000000000000";
const otherGuildId = "420000000000000000";
const today = "2026-11-22";
const prefix = ownPrefix(guildId);

const all = [
  questions.single(),
  questions.multi(),
  questions.trueFalse({ stem: "POST is idempotent." }),
  questions.short({ stem: "Which header identifies a version?" }),
  questions.number({ stem: "How many bytes are in a kibibyte?", unit: "bytes" }),
  questions.order({ stem: "Put the steps of a first request in order." }),
].map((question, index) => ({ ...question, id: `${prefix}q${index}`, rev: index + 1 }));

const exportAll = (own: readonly Question[]) => exportQuestions(own, 1_000_000);

function importInto(guild: string, bytes: Uint8Array | undefined, bank: readonly Question[] = []) {
  if (!bytes) return expect.fail("There is no file.");
  const texts = bank.map((question) => JSON.stringify(question));
  const report = validateImport({ format: "yaml", bytes, guildId: guild, today, bank: texts });
  return { ...report, questions: report.questions.map(([, text]) => questionSchema.parse(JSON.parse(text))) };
}

describe("exportQuestions", () => {
  it("writes a file that changes nothing when imported in the same guild", async () => {
    const [file] = await exportAll(all);
    expect(importInto(guildId, file, all)).toMatchObject({ added: 0, changed: 0, unchanged: all.length });
  });

  it("writes a file that another guild can import", async () => {
    const [file] = await exportAll(all);
    const moved = all.map((question) => ({ ...question, id: question.id.replace(prefix, ownPrefix(otherGuildId)) }));
    expect(importInto(otherGuildId, file).questions).toEqual(moved);
  });

  it("preserves all kinds of text", async () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((one) => one.trim() === one);
    const question = fc.record({ stem: text, code: text, first: text, second: text, why: text }).map((given) =>
      questions.single({
        id: `${prefix}any`,
        // Retired questions aren't linted.
        retired: today,
        stem: given.stem,
        code: { language: "text", text: given.code },
        options: {
          one: { text: given.first, why: given.why, key: true },
          two: { text: given.second, why: given.why },
        },
      }),
    );
    await fc.assert(
      fc.asyncProperty(question, async (one) => {
        const [file] = await exportAll([one]);
        expect(importInto(guildId, file).questions).toEqual([one]);
      }),
    );
  });

  it("splits files at 500 questions and at the size limit", async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => questions.single({ id: `${prefix}n${index}` }));
    expect(await exportAll(many)).toHaveLength(3);
    const small = await exportQuestions(many.slice(0, 100), 20_000);
    expect(small.length).toBeGreaterThan(1);
    expect(small.every((file) => file.length <= 20_000)).toBe(true);
  });
});
