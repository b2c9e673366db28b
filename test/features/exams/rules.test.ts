import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadExams } from "../../../src/bank/exams.ts";
import { loadBank } from "../../../src/bank/load.ts";
import { blueprints, drawItems, isExaminable, MOCK, passMark, timeFor } from "../../../src/features/exams/rules.ts";
import { MINUTE } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const exams = loadExams("content");
const bank = loadBank({ content: "content" });
const [mock, ...modules] = blueprints(exams);
if (!mock) throw new Error("there is no mock exam");

describe("the blueprints", () => {
  it("are the mock exam of 60 items and six modules of 20", () => {
    const sizes = [mock, ...modules].map(({ module, items }) => [module, sum(items.values())]);
    expect(sizes).toEqual([[MOCK, 60], ...["a", "b", "c", "d", "e", "f"].map((module) => [module, 20])]);
  });

  it("share a module's items among its topics as the mock exam does", () => {
    expect([...(modules[0]?.items ?? [])]).toEqual([
      ["http", 8],
      ["os", 7],
      ["git", 5],
    ]);
  });

  it("give half as much time again to who asks", () => {
    expect(timeFor(mock, false)).toBe(90 * MINUTE);
    expect(timeFor(mock, true)).toBe(135 * MINUTE);
  });

  it("are passed by 70 % right, rounded up", () => {
    expect([60, 20, 10, 40, 6].map((items) => passMark(items, exams))).toEqual([42, 14, 7, 28, 5]);
  });
});

describe("drawing the items", () => {
  const draw = (seed: string, seenAt = new Map<string, number>()) => drawItems(mock, { questions: bank, seenAt, seed });

  it("follows the blueprint, without repeats, true/false or retired ones, whatever the seed", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...blueprints(exams)), (seed, blueprint) => {
        const items = drawItems(blueprint, { questions: bank, seenAt: new Map(), seed });
        expect(new Set(items).size).toBe(items.length);
        expect(items.every(isExaminable)).toBe(true);
        for (const [topic, wanted] of blueprint.items) {
          expect(items.filter((item) => item.topic === topic)).toHaveLength(wanted);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is the same for the same seed and another for another, in another order of topics too", () => {
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("one")).not.toEqual(draw("two"));
    const firsts = new Set(["1", "2", "3", "4", "5", "6"].map((seed) => draw(seed)[0]?.topic));
    expect(firsts.size).toBeGreaterThan(1);
  });

  it("takes what is unseen first, so that a second mock shares no item with the first", () => {
    const first = draw("one");
    const second = draw("two", new Map(first.map(({ id }) => [id, 1_000])));
    expect(second.filter((item) => first.includes(item))).toEqual([]);
  });

  it("then takes what was seen longest ago", () => {
    const pool = ["a", "b", "c", "d"].map((name) => questions.single({ id: `http.${name}` }));
    const seenAt = new Map([
      ["http.a", 300],
      ["http.b", 100],
      ["http.c", 200],
    ]);
    const items = drawItems(
      { module: "a", items: new Map([["http", 3]]), minutes: 1 },
      { questions: pool, seenAt, seed: "1" },
    );
    expect(items.map(({ id }) => id).sort()).toEqual(["http.b", "http.c", "http.d"]);
  });
});

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
