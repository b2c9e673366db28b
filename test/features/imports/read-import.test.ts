import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ImportJob, readImport } from "../../../src/features/imports/read-import.ts";
import { createImportReader } from "../../../src/features/imports/reader.ts";
import { createQuestionWriter } from "../../../src/features/imports/writer.ts";
import { ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { type Question, questionSchema } from "../../../src/features/questions/rules.ts";
import { multi, number, order, short, single, trueFalse } from "../../support/bank/sample.ts";

const guildId = "410000000000000000";
const today = "2026-11-22";
const prefix = ownPrefix(guildId);
const read = (kind: ImportJob["kind"], content: string | Uint8Array, known: readonly Question[] = []) =>
  readImport({
    kind,
    bytes: typeof content === "string" ? Buffer.from(content) : content,
    guildId,
    today,
    known: known.map((question) => JSON.stringify(question)),
  });
const questionsOf = ({ questions }: { questions: readonly [string, string][] }) =>
  questions.map(([, text]) => questionSchema.parse(JSON.parse(text)));
const problemsOf = (kind: ImportJob["kind"], content: string | Uint8Array) =>
  read(kind, content).problems.map(({ line, message }) => `${line} ${message}`);

const item = (over: object = {}) => {
  const { id: _, ...question } = single();
  return { ...question, ...over };
};
const written = (...items: object[]) => JSON.stringify({ items }, undefined, 1);

describe("a file of questions", () => {
  it("is the example of the documentation", () => {
    const { problems, added, questions } = read("csv", readFileSync("docs/own-questions.csv"));
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect([added, questions.length]).toEqual([4, 4]);
  });

  it("may leave out what can be known", () => {
    const { rev: _, objective: __, level: ___, ...bare } = item();
    const [question] = questionsOf(read("json", written({ ...bare, refs: [{ url: single().refs[0]?.url }] })));
    expect(question).toMatchObject({
      id: `${prefix}a-put-times-out-before-any-response`,
      rev: 1,
      level: "apply",
      objective: "http.own",
      refs: [{ title: "www.rfc-editor.org", checked: today }],
    });
  });

  it("reads the same as YAML and as JSON, and with tabs", () => {
    const yaml = questionsOf(read("yaml", written(item())));
    expect(questionsOf(read("json", written(item())))).toEqual(yaml);
    expect(questionsOf(read("json", JSON.stringify([item()], undefined, "\t")))).toEqual(yaml);
    expect(yaml).toHaveLength(1);
  });

  it.each<[string, "yaml" | "json" | "csv", string | Uint8Array, RegExp]>([
    ["a wrong field, with its line", "json", written(item(), item({ difficulty: 4 })), /^\d{2} .*difficulty/],
    [
      "a rule that is broken, with its line",
      "yaml",
      written(item({ refs: [{ url: "http://x.example" }] })),
      /^3 .*https/,
    ],
    ["two questions that ask the same", "json", written(item(), item({ id: "other" })), /100% like/],
    [
      "an id given twice",
      "json",
      written(item({ id: "a" }), item({ id: "http.a" }), item({ id: "a" })),
      /line 3 already/,
    ],
    ["no YAML", "yaml", "items: [", /^\d+ /],
    ["no JSON", "json", "{", /^1 /],
    ["something else", "json", "42", /list of questions/],
    ["no UTF-8", "yaml", Uint8Array.of(0x69, 0xff, 0xfe), /not UTF-8/],
    ["aliases", "yaml", "items:\n - &a {id: x, stem: [1]}\n - *a", /aliases/],
    ["a pit of brackets", "json", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, /./],
    ["a pit of brackets", "yaml", "[".repeat(50_000), /./],
    ["too many", "json", written(...Array.from({ length: 501 }, () => item())), /split it at 500/],
    ["CSV without columns", "csv", "a,b\n1,2", /I miss type, topic, difficulty, stem, answers/],
    ["CSV that ends too early", "csv", 'type,topic,difficulty,stem,answers\n"', /^\d+ /],
    ["a wrong row", "csv", "type,topic,difficulty,stem,answers\nsingle,cooking,1,s,a", /^2 topic/],
    ["a revision after which there is none", "json", written(item({ rev: Number.MAX_SAFE_INTEGER })), /^3 .*rev: /],
    ["a formula", "csv", "type,topic,difficulty,stem,answers,references\n=1+1,http,1,s,a,b", /^2 type/],
  ])("is refused whole for %s", (_, kind, content, problem) => {
    expect(problemsOf(kind, content).join("\n")).toMatch(problem);
    expect(read(kind, content).questions).toEqual([]);
  });

  it("is compared with what the bank holds", () => {
    const twin = single({ id: "http.twin" });
    expect(
      read("json", written(item()), [twin])
        .problems.map(({ message }) => message)
        .join(),
    ).toContain("100% like http.twin");
  });
});

describe("export", () => {
  const all = [
    single(),
    { ...multi(["get", "put"]), stem: "Which methods are idempotent?" },
    trueFalse(),
    short(),
    number({ unit: "s" }),
    order(),
  ].map((question, index) => ({ ...question, id: `${prefix}q${index}`, rev: index + 1 }));
  const files = (questions: readonly Question[]) => createQuestionWriter().write(questions, 1_000_000);

  it("is imported again as the same: into its server nothing changes, into another all of it comes", async () => {
    const [file = new Uint8Array()] = await files(all);
    expect(read("yaml", file, all)).toMatchObject({ added: 0, changed: 0, same: all.length, questions: [] });
    const elsewhere = readImport({ kind: "yaml", bytes: file, guildId: "420000000000000000", today, known: [] });
    const moved = ownPrefix("420000000000000000");
    expect(questionsOf(elsewhere)).toEqual(all.map((one) => ({ ...one, id: one.id.replace(prefix, moved) })));
  });

  it("is imported again as the same, whatever is written in it", async () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((one) => one.trim() === one);
    const question = fc.record({ stem: text, code: text, first: text, second: text, why: text }).map((given) =>
      questionSchema.parse({
        ...single({ id: `${prefix}any` }),
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
        const [file = new Uint8Array()] = await files([one]);
        expect(questionsOf(read("yaml", file))).toEqual([one]);
      }),
    );
  });

  it("edited, raises the revision of what says something else, and of nothing more", () => {
    const [first, second] = all;
    const edited = { ...first, stem: "Which of these may a client do after a PUT timed out?", rev: 1 };
    const { changed, same, questions } = read("json", written(edited, { ...second, retired: today }), all);
    expect([changed, same]).toEqual([2, 0]);
    expect(questions.map(([, text]) => JSON.parse(text).rev)).toEqual([2, 2]);
  });

  it("is cut into files that are each small enough", async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => ({ ...single(), id: `${prefix}n${index}` }));
    const cut = await files(many);
    expect(cut).toHaveLength(3);
    expect(cut.every((file) => file.length <= 1_000_000)).toBe(true);
  });
});

it("500 questions are read and judged in a thread: two seconds, and nobody waits", async () => {
  const topic = (index: number) =>
    `${index} ${Math.sin(index).toString(36).slice(3, 12)} ${Math.cos(index).toString(36)}`;
  const many = Array.from({ length: 500 }, (_, index) => item({ stem: `What is so about ${topic(index)}?` }));
  const known = Array.from({ length: 3_000 }, (_, index) => ({
    ...single({ stem: `Which one of them is ${topic(index + 1000)}?` }),
    id: `http.n${index}`,
  }));
  const bytes = Buffer.from(JSON.stringify({ items: many }));

  let [held, last] = [0, performance.now()];
  const beat = setInterval(() => {
    const now = performance.now();
    held = Math.max(held, now - last);
    last = now;
  }, 1);
  const start = performance.now();
  const { added, problems } = await createImportReader().read({ kind: "json", bytes, guildId, today, known });
  const took = performance.now() - start;
  clearInterval(beat);
  console.log(`import of 500 (${bytes.length} bytes): ${took.toFixed(0)} ms, event loop held ${held.toFixed(0)} ms`);
  expect(added).toBe(500);
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  // Promised are 2 s and 50 ms on a machine to itself; tests share theirs.
  expect(took).toBeLessThan(10_000);
  expect(held).toBeLessThan(500);
});

it("a file that would never end is given up", async () => {
  const bytes = Buffer.from(`items: ${"[a,".repeat(200_000)}`);
  const { problems } = await createImportReader(100).read({ kind: "yaml", bytes, guildId, today, known: [] });
  expect(problems).not.toEqual([]);
});
