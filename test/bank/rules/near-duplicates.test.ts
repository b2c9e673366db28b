import fc from "fast-check";
import { expect, it } from "vitest";
import { nearDuplicates, similarityOf, trigramsOf } from "../../../src/bank/rules/duplicates.ts";
import { syntheticStem } from "../../support/bank/synthetic.ts";

const similarity = (one: string, other: string) => similarityOf(trigramsOf(one), trigramsOf(other));

/** Compares every pair. */
function closestPairs(texts: readonly string[], threshold: number) {
  return texts.flatMap((text, second) => {
    const similarities = texts.slice(0, second).map((earlier) => similarity(earlier, text));
    const highest = Math.max(...similarities);
    return highest >= threshold ? [{ first: similarities.indexOf(highest), second, similarity: highest }] : [];
  });
}

const text = fc
  .array(fc.constantFrom("get", "put", "cache", "fresh", "stale", "x"), { minLength: 1, maxLength: 8 })
  .map((words) => words.join(" "));

it("the search finds the same duplicates as comparing every pair", () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), fc.constantFrom(0.5, 0.6, 0.8), (texts, threshold) => {
      expect(nearDuplicates(texts, threshold)).toEqual(closestPairs(texts, threshold));
    }),
  );
});

it("similarity is the overlap of trigrams", () => {
  expect(similarity("cache", "cache")).toBe(1);
  expect(similarity("cache", "xyz")).toBe(0);
  // "  a", " ab", "ab ", "b  " and "  a", " ac", "ac ", "c  " share one of seven.
  expect(similarity("ab", "ac")).toBeCloseTo(1 / 7);
});

it("only texts from the start index on are compared with the others", () => {
  expect(nearDuplicates(["a", "a", "a"], 0.5, 2)).toEqual([{ first: 0, second: 2, similarity: 1 }]);
});

it("the search takes a few seconds for 2,000 stems", () => {
  const stems = Array.from({ length: 2000 }, (_, index) => syntheticStem(index));
  const start = performance.now();
  nearDuplicates(stems, 0.6);
  expect(performance.now() - start).toBeLessThan(5000);
});
