import { describe, expect, it } from "vitest";
import { compareIds } from "../../src/bank/permanent-ids.ts";
import { fileOf, syntheticItem } from "../support/bank/synthetic.ts";

const item = syntheticItem(1);
const otherKey = item.replace("key: true, ", "").replace("post: {", "post: {key: true, ");
const shortItem = (accept: string) => `  - {id: http.word, rev: 1, type: short, accept: ${accept}}\n`;

const compare = (before: string, ...after: string[]) =>
  compareIds([fileOf(before)], [fileOf(...after)]).map(({ id, message }) => `${id} ${message}`);

describe("compareIds", () => {
  it("reports a removed question", () => {
    expect(compare(item, syntheticItem(2))).toEqual([expect.stringContaining("http.item-1 This question was removed")]);
  });

  it("accepts a question that was retired, reworded or moved to another file", () => {
    expect(compare(item, item.replace("rev: 1", "rev: 1\n    retired: 2026-11-22"))).toEqual([]);
    expect(compare(item, item.replace("Send the same PUT again", "Repeat the PUT"))).toEqual([]);
    expect(compareIds([fileOf(item)], [{ ...fileOf(item), path: "content/http/b.yaml" }])).toEqual([]);
  });

  it("reports a changed answer key without a new revision, with its line", () => {
    expect(compareIds([fileOf(item)], [fileOf(otherKey)])).toMatchObject([
      { line: 3, message: expect.stringContaining("Increase rev to 2") },
    ]);
    expect(compare(item, otherKey.replace("rev: 1", "rev: 2"))).toEqual([]);
  });

  it("reports a revision that decreased", () => {
    expect(compare(item.replace("rev: 1", "rev: 3"), item)).toEqual([expect.stringContaining("can only increase")]);
  });

  it("accepts an added spelling but not a removed one", () => {
    expect(compare(shortItem("[ETag]"), shortItem("[ETag, entity tag]"))).toEqual([]);
    expect(compare(shortItem("[ETag, entity tag]"), shortItem("[ETag]"))).toHaveLength(1);
  });

  it("treats a changed order of steps as a changed answer key", () => {
    const steps = (order: string) => `  - {id: http.steps, rev: 1, type: order, steps: ${order}}\n`;
    expect(compare(steps("{a: One, b: Two}"), steps("{b: Two, a: One}"))).toHaveLength(1);
  });
});
