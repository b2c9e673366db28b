import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ContentError, type Finding } from "../../src/bank/findings.ts";
import { loadBank } from "../../src/bank/load.ts";
import { fileOf, syntheticItem, writeSyntheticBank } from "../support/bank/synthetic.ts";

let content: string;

beforeEach(() => {
  content = mkdtempSync(join(tmpdir(), "rootine-content-"));
});

afterEach(() => rmSync(content, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(join(content, "http"), { recursive: true });
  writeFileSync(join(content, "http", name), text);
}

function findings(): readonly Finding[] {
  try {
    loadBank({ content });
  } catch (error) {
    if (error instanceof ContentError) return error.findings;
    throw error;
  }
  return [];
}

const file = (...items: string[]) => fileOf(...items).text;
const at = (name: string) => expect.stringContaining(join("http", name));

describe("loadBank", () => {
  it("adds the file's topic and name, and the defaults", () => {
    write("lost-put.yaml", file(syntheticItem(1), syntheticItem(2)));
    const [first, second] = loadBank({ content });
    expect(first).toMatchObject({
      id: "http.item-1",
      topic: "http",
      subtopic: "lost-put",
      options: { again: { key: true }, post: { key: false } },
    });
    expect(second).toMatchObject({ id: "http.item-2" });
  });

  it("returns frozen questions", () => {
    write("a.yaml", file(syntheticItem(1)));
    const [first] = loadBank({ content });
    expect(Object.isFrozen(first) && Object.isFrozen(first?.refs[0])).toBe(true);
  });
});

describe("loading an invalid bank", () => {
  it.each(["topic", "subtopic"])("reports a question that sets its own %s", (field) => {
    write("a.yaml", file(syntheticItem(1).replace("rev: 1", `rev: 1\n    ${field}: http`)));
    expect(() => loadBank({ content })).toThrow(new RegExp(`a\\.yaml:5: error: http\\.item-1: ${field}: remove it`));
  });

  it("reports all problems of all files with their lines", () => {
    write("a.yaml", file(syntheticItem(1).replace("difficulty: 2", "difficulty: 4")));
    write(
      "b.yaml",
      file(syntheticItem(2).replace("level: apply\n    ", ""), syntheticItem(3).replace("rev: 1", "rev: x")),
    );
    expect(findings()).toMatchObject([
      { file: at("a.yaml"), line: 8, id: "http.item-1", message: expect.stringContaining("difficulty:") },
      {
        file: at("b.yaml"),
        line: 3,
        id: "http.item-2",
        message: expect.stringMatching(/level: .*"recall"\|"apply"\|"analyze"/),
      },
      { file: at("b.yaml"), id: "http.item-3", message: expect.stringContaining("rev: ") },
    ]);
  });

  it("reports a syntax error with its line", () => {
    write("a.yaml", "topic: http\nitems:\n  - id: [http.open\n");
    expect(findings()[0]).toMatchObject({
      file: at("a.yaml"),
      line: expect.toSatisfy((line) => line === 3 || line === 4),
    });
  });

  it("reports a repeated id and where it was used first", () => {
    write("a.yaml", file(syntheticItem(1)));
    write("b.yaml", file(syntheticItem(1)));
    expect(findings()).toMatchObject([{ file: at("b.yaml"), line: 3, message: expect.stringContaining("a.yaml:3") }]);
  });

  it("reports an unknown field and a comma that ends unquoted text early", () => {
    write(
      "a.yaml",
      file(syntheticItem(1).replace("rev: 1", "rev: 1\n    hint: none").replace("Send the body", "Send, the body")),
    );
    expect(findings()).toMatchObject([
      { line: 5, message: expect.stringContaining('unknown field "hint"') },
      { line: expect.any(Number), message: expect.stringContaining("quote text") },
    ]);
  });

  it("suggests quotes around text that looks like a number", () => {
    write("a.yaml", file(syntheticItem(1).replace("Send the body as a POST", "404")));
    expect(findings()).toMatchObject([{ message: expect.stringContaining("put it in quotes") }]);
  });

  it("reports a file in another topic's folder and an empty bank", () => {
    expect(findings()).toMatchObject([{ message: expect.stringContaining("<topic>/<subtopic>.yaml") }]);
    write("a.yaml", file(syntheticItem(1)).replace("topic: http", "topic: sql"));
    expect(findings()).toMatchObject([{ line: 1, message: expect.stringContaining("expected http") }]);
  });
});

describe("the bank cache", () => {
  const cached = () => readFileSync(join(content, "cache", "bank.json"), "utf8");
  const load = () => loadBank({ content, cache: join(content, "cache") });

  it("returns the same bank as the files", () => {
    write("a.yaml", file(syntheticItem(1)));
    const first = load();
    expect(load()).toEqual(first);
    expect(load()).toEqual(loadBank({ content }));
  });

  it("is ignored when a file has changed", () => {
    write("a.yaml", file(syntheticItem(1)));
    load();
    write("a.yaml", file(syntheticItem(2)));
    expect(load()).toMatchObject([{ id: "http.item-2" }]);
  });

  it("is ignored when the lock of references has changed", () => {
    const other = 'refs: [{url: "https://example.org/", title: x}, {';
    write("a.yaml", file(syntheticItem(1).replace("refs: [{", other)));
    expect(load()).toMatchObject([{ refs: [{ url: "https://example.org/" }, {}] }]);
    const entry = `{verified: 2026-11-30, source: x, version: "1", sha256: "${"a".repeat(64)}"}`;
    writeFileSync(
      join(content, "references.lock.yaml"),
      `https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2: ${entry}\n`,
    );
    expect(load()).toMatchObject([{ refs: [{ title: "RFC 9110, section 9.2.2" }, { url: "https://example.org/" }] }]);
  });

  it("is ignored when it is damaged", () => {
    write("a.yaml", file(syntheticItem(1)));
    const bank = load();
    for (const damaged of [cached().slice(0, -9), cached().replace('"rev":1', '"rev":"one"'), ""]) {
      writeFileSync(join(content, "cache", "bank.json"), damaged);
      expect(load()).toEqual(bank);
    }
  });

  it("isn't written for an invalid bank", () => {
    write("a.yaml", file(syntheticItem(1).replace("rev: 1", "rev: 0")));
    expect(load).toThrow(ContentError);
    expect(cached).toThrow();
  });
});

it("loadBank reads 5,000 questions in a few seconds", () => {
  writeSyntheticBank(content, 5000);
  const start = performance.now();
  loadBank({ content });
  expect(performance.now() - start).toBeLessThan(6000);
});
