import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSources } from "../../src/bank/sources.ts";
import { locateYaml, readYaml } from "../../src/bank/yaml.ts";

describe("readYaml returns the same value as locateYaml", () => {
  it.each(readSources("content").map(({ path, text }) => [path, text] as const))("for %s", (_, text) => {
    expect(readYaml(text).value).toEqual(locateYaml(text).value);
  });

  it.each([
    ["a: 012E1012", Number.POSITIVE_INFINITY],
    [`a: -${"9".repeat(400)}`, Number.NEGATIVE_INFINITY],
    ["a: 1.5e3", 1500],
  ])("for a large number: %s", (text, a) => {
    expect(locateYaml(text).value).toEqual({ a });
    expect(readYaml(text).value).toEqual({ a });
  });

  it("for random keys and values", () => {
    const piece = fc.constantFrom(
      ..."0 1 9 _ . - + e E 0x 0b 0o a true Null ~ null yes .inf .nan # ' \" \\ \\n << é 2026-01-02 012 1.1 : %".split(
        " ",
      ),
      ..." ,{}[]|>\n".split(""),
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));
    const document = fc.oneof(
      text.map((value) => `a: ${value}`),
      text.map((value) => `- {a: ${value}, b: c}`),
      text.map((key) => `a: {${key}: b}`),
      text.map((key) => `a:\n  ${key}: b`),
      text.map((line) => `a: |\n  ${line}\n  x\nb: >-\n  ${line}\n`),
    );
    fc.assert(
      fc.property(document, (written) => {
        const located = locateYaml(written);
        fc.pre(located.errors.length === 0);
        expect(readYaml(written).value).toEqual(located.value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("invalid YAML", () => {
  it.each([
    ["an open bracket", "a: 1\nb: [c\n", 3],
    ["a repeated field", "a: 1\na: 2\n", 2],
    ["an extra comma", "a: {b: c,, d: e}\n", 1],
  ])("is reported with its line: %s", (_, text, line) => {
    expect(readYaml(text).errors[0]).toMatchObject({ line });
  });
});
