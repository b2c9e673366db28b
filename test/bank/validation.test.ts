import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readContent } from "../../src/bank/findings.ts";

const schema = z.strictObject({
  name: z.string(),
  parts: z.record(z.string().regex(/^[a-z]+$/, "a word"), z.string()),
});
const read = (text: string) => readContent("a.yaml", text, schema);
const messages = (text: string) => read(text).findings.map(({ line, message }) => `${line} ${message}`);

describe("readContent", () => {
  it("returns valid content", () => {
    expect(read("name: one\nparts: {a: b}\n")).toMatchObject({
      content: { name: "one", parts: { a: "b" } },
      findings: [],
    });
  });

  it("reports every unknown field with its line", () => {
    expect(messages("name: one\nparts: {}\nx: 1\ny: 2\n")).toEqual([
      '3 unknown field "x"; see content/README.md',
      '4 unknown field "y"; see content/README.md',
    ]);
  });

  it("suggests quotes when a comma ends unquoted text early", () => {
    expect(messages("name: one\nparts: {}\ntwo words: 1\n")).toEqual([
      '3 unknown field "two words"; quote text that contains a comma or a colon',
    ]);
  });

  it("suggests quotes around a value that should be text", () => {
    expect(messages("name: 404\nparts: {}\n")).toEqual([expect.stringMatching(/^1 name: .*; put it in quotes$/)]);
  });

  it("explains an invalid key", () => {
    expect(messages("name: one\nparts: {A1: b}\n")).toEqual([expect.stringMatching(/^2 parts\.A1: expected a word$/)]);
  });

  it("reports invalid YAML", () => {
    expect(messages("name: [")).toEqual([expect.stringMatching(/^1 /)]);
  });
});
