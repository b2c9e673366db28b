import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSources } from "../../src/bank/source.ts";
import { locateYaml, readYaml } from "../../src/bank/yaml.ts";

const quickly = (text: string) => readYaml("a.yaml", text);
const slowly = (text: string) => locateYaml("a.yaml", text);

describe("the quick reader gives what the slow one gives", () => {
  it.each(readSources("content").map(({ path, text }) => ({ path, text })))("for $path", ({ text }) => {
    expect(quickly(text).value).toEqual(slowly(text).value);
  });

  it.each([
    ["a: 012E1012", Number.POSITIVE_INFINITY],
    [`a: -${"9".repeat(400)}`, Number.NEGATIVE_INFINITY],
    ["a: 1.5e3", 1500],
  ])("for a number, however large: %s", (text, a) => {
    expect(slowly(text).value).toEqual({ a });
    expect(quickly(text).value).toEqual({ a });
  });

  it("for every way to write a value or a key", () => {
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
        const slow = slowly(written);
        fc.pre(slow.syntax.length === 0);
        expect(quickly(written).value).toEqual(slow.value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what is not YAML", () => {
  it.each([
    ["an open bracket", "a: 1\nb: [c\n", 3],
    ["a field twice", "a: 1\na: 2\n", 2],
    ["a comma too many", "a: {b: c,, d: e}\n", 1],
  ])("is told by its line: %s", (_, text, line) => {
    expect(quickly(text).syntax[0]).toMatchObject({ line });
  });
});
