import Ajv from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fileJsonSchema, readSources } from "../../src/bank/sources.ts";
import { syntheticItem } from "../support/bank/synthetic.ts";

const ajv = new Ajv.default({ strict: false, validateFormats: false });
const validate = ajv.compile(fileJsonSchema());
const read = (item: string): unknown => parse(`topic: http\nitems:\n${item}`, { stringKeys: true });

describe("the JSON Schema of question files", () => {
  it("accepts every file of the bank", () => {
    const rejected = readSources("content").filter(({ text }) => !validate(parse(text, { stringKeys: true })));
    expect(rejected.map(({ path }) => path)).toEqual([]);
  });

  it("rejects a missing field, an unknown field, and a topic on a question", () => {
    const item = syntheticItem(1);
    expect(validate(read(item))).toBe(true);
    expect(validate(read(item.replace("rev: 1\n", "\n")))).toBe(false);
    expect(validate(read(item.replace("rev: 1", "rev: 1\n    hint: none")))).toBe(false);
    expect(validate(read(item.replace("rev: 1", "rev: 1\n    topic: http")))).toBe(false);
  });
});
