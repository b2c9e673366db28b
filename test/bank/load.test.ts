import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadBank } from "../../src/bank/load.ts";
import { ContentError } from "../../src/bank/problem.ts";
import { syntheticItem, writeSyntheticBank } from "../support/bank/synthetic.ts";

let content: string;

beforeEach(() => {
  content = mkdtempSync(join(tmpdir(), "rootine-content-"));
});

afterEach(() => rmSync(content, { recursive: true, force: true }));

function write(name: string, text: string): void {
  const place = join(content, "http", name);
  mkdirSync(join(content, "http"), { recursive: true });
  writeFileSync(place, text);
}

function problems(): { file: string; line: number; message: string }[] {
  try {
    loadBank({ content });
  } catch (error) {
    if (error instanceof ContentError) return error.problems.map(({ ...problem }) => problem);
    throw error;
  }
  return [];
}

const file = (...items: string[]) => `topic: http\nitems:\n${items.join("")}`;
const at = (name: string) => expect.stringContaining(join("http", name));

describe("a bank that can be read", () => {
  it("gives every question its file's topic and the defaults", () => {
    write("a.yaml", file(syntheticItem(1), syntheticItem(2)));
    const [first, second] = loadBank({ content });
    expect(first).toMatchObject({
      id: "http.item-1",
      topic: "http",
      options: { again: { key: true }, post: { key: false } },
    });
    expect(second).toMatchObject({ id: "http.item-2" });
  });

  it("can't be changed by who reads it", () => {
    write("a.yaml", file(syntheticItem(1)));
    const [first] = loadBank({ content });
    expect(Object.isFrozen(first) && Object.isFrozen(first?.refs[0])).toBe(true);
  });
});

describe("a bank that can't be read", () => {
  it("names all problems of all files, with their lines", () => {
    write("a.yaml", file(syntheticItem(1).replace("difficulty: 2", "difficulty: 4")));
    write(
      "b.yaml",
      file(syntheticItem(2).replace("level: apply\n    ", ""), syntheticItem(3).replace("rev: 1", "rev: x")),
    );
    expect(problems()).toEqual([
      { file: at("a.yaml"), line: 8, message: expect.stringContaining("http.item-1 difficulty:") },
      {
        file: at("b.yaml"),
        line: 3,
        message: expect.stringMatching(/http\.item-2 level: .*"recall"\|"apply"\|"analyse"/),
      },
      { file: at("b.yaml"), line: expect.any(Number), message: expect.stringContaining("http.item-3 rev: ") },
    ]);
  });

  it("names the line of a syntax error", () => {
    write("a.yaml", "topic: http\nitems:\n  - id: [http.open\n");
    expect(problems()[0]).toMatchObject({
      file: at("a.yaml"),
      line: expect.toSatisfy((line) => line === 3 || line === 4),
    });
  });

  it("refuses a second item of the same id and says where the first is", () => {
    write("a.yaml", file(syntheticItem(1)));
    write("b.yaml", file(syntheticItem(1)));
    expect(problems()).toMatchObject([{ file: at("b.yaml"), line: 3, message: expect.stringContaining("a.yaml:3") }]);
  });

  it("refuses a field it doesn't know, and a comma that ended a text", () => {
    write(
      "a.yaml",
      file(syntheticItem(1).replace("rev: 1", "rev: 1\n    hint: none").replace("Send the body", "Send, the body")),
    );
    expect(problems()).toMatchObject([
      { line: 5, message: expect.stringContaining('unknown field "hint"') },
      { line: expect.any(Number), message: expect.stringContaining("quote a text") },
    ]);
  });

  it("says that a text which looks like a number needs quotes", () => {
    write("a.yaml", file(syntheticItem(1).replace("Send the body as a POST", "404")));
    expect(problems()).toMatchObject([{ message: expect.stringContaining("(quote it)") }]);
  });

  it("refuses a file in another topic's folder and an empty bank", () => {
    expect(problems()).toMatchObject([{ message: expect.stringContaining("<topic>/<subtopic>.yaml") }]);
    write("a.yaml", file(syntheticItem(1)).replace("topic: http", "topic: sql"));
    expect(problems()).toMatchObject([{ line: 1, message: expect.stringContaining("expected http") }]);
  });
});

describe("the cache", () => {
  const kept = () => readFileSync(join(content, "cache", "bank.json"), "utf8");
  const load = () => loadBank({ content, cache: join(content, "cache") });

  it("gives the same bank as the files", () => {
    write("a.yaml", file(syntheticItem(1)));
    const first = load();
    expect(load()).toEqual(first);
    expect(load()).toEqual(loadBank({ content }));
  });

  it("is not used once a file has changed", () => {
    write("a.yaml", file(syntheticItem(1)));
    load();
    write("a.yaml", file(syntheticItem(2)));
    expect(load()).toMatchObject([{ id: "http.item-2" }]);
  });

  it("is not used when it is damaged or of another shape", () => {
    write("a.yaml", file(syntheticItem(1)));
    const bank = load();
    for (const spoilt of [kept().slice(0, -9), kept().replace('"rev":1', '"rev":"one"'), ""]) {
      writeFileSync(join(content, "cache", "bank.json"), spoilt);
      expect(load()).toEqual(bank);
    }
  });

  it("keeps no broken bank", () => {
    write("a.yaml", file(syntheticItem(1).replace("rev: 1", "rev: 0")));
    expect(load).toThrow(ContentError);
    expect(kept).toThrow();
  });
});

describe("how fast", () => {
  it("reads 5,000 questions", () => {
    writeSyntheticBank(content, 5000);
    const ms = timed(() => loadBank({ content }));
    console.log(`5,000 questions: ${ms.toFixed(0)} ms`);
    expect(ms).toBeLessThan(6000);
  });
});

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
