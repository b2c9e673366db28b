import { describe, expect, it } from "vitest";
import { brokenPromises } from "../../src/bank/ids.ts";
import { syntheticItem } from "../support/bank/synthetic.ts";

const source = (...items: string[]) => ({
  path: "content/http/a.yaml",
  folder: "http",
  text: `topic: http\nitems:\n${items.join("")}`,
});
const item = syntheticItem(1);
const otherKey = item.replace("key: true, ", "").replace("post: {", "post: {key: true, ");
const shortItem = (accept: string, rev = 1) => `  - {id: http.word, rev: ${rev}, type: short, accept: ${accept}}\n`;

const compare = (before: string, ...after: string[]) =>
  brokenPromises([source(before)], [source(...after)]).map(({ message }) => message);

describe("ids are permanent", () => {
  it("refuses that one vanishes", () => {
    expect(compare(item, syntheticItem(2))).toEqual([expect.stringContaining("http.item-1 ids: Put it back")]);
  });

  it("lets one be retired, reworded, or moved to another file", () => {
    expect(compare(item, item.replace("rev: 1", "rev: 1\n    retired: 2026-11-22"))).toEqual([]);
    expect(compare(item, item.replace("Send the same PUT again", "Repeat the PUT"))).toEqual([]);
    expect(brokenPromises([source(item)], [{ ...source(item), path: "content/http/b.yaml" }])).toEqual([]);
  });

  it("refuses another key under the same revision, and says the line", () => {
    expect(brokenPromises([source(item)], [source(otherKey)])).toMatchObject([
      { line: 3, message: expect.stringContaining("raise rev to 2") },
    ]);
    expect(compare(item, otherKey.replace("rev: 1", "rev: 2"))).toEqual([]);
  });

  it("refuses a revision that falls", () => {
    expect(compare(item.replace("rev: 1", "rev: 3"), item)).toEqual([expect.stringContaining("it only rises")]);
  });

  it("lets another spelling be accepted, but none be taken away", () => {
    expect(compare(shortItem("[ETag]"), shortItem("[ETag, entity tag]"))).toEqual([]);
    expect(compare(shortItem("[ETag, entity tag]"), shortItem("[ETag]"))).toHaveLength(1);
  });

  it("counts another order of steps as another key", () => {
    const steps = (order: string) => `  - {id: http.steps, rev: 1, type: order, steps: ${order}}\n`;
    expect(compare(steps("{a: One, b: Two}"), steps("{b: Two, a: One}"))).toHaveLength(1);
  });
});
