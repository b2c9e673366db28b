import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figuresOf } from "../../src/bank/figures.ts";
import { nearDuplicates } from "../../src/bank/near-duplicates.ts";
import { duplicates } from "../../src/bank/rules/duplicates.ts";
import { levels } from "../../src/bank/rules/levels.ts";
import { objectives } from "../../src/bank/rules/objectives.ts";
import { shares } from "../../src/bank/rules/shares.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { today } from "../support/bank/examples.ts";
import { number, options, single, trueFalse } from "../support/bank/sample.ts";
import { syntheticStem } from "../support/bank/synthetic.ts";

const context = { today };

function many(count: number, make: (index: number) => Question): Question[] {
  return Array.from({ length: count }, (_, index) => ({ ...make(index), id: `http.item-${index}` }));
}

describe("duplicates", () => {
  const asking = (stem: string, ...others: string[]) =>
    [stem, ...others].map((text, index) => single({ id: `http.item-${index}`, stem: text }));

  it("refuses two stems that are nearly one", () => {
    const found = duplicates.check(
      asking(
        "Which header says how long a response stays fresh?",
        "Which header says how long a response stays fresh??",
      ),
      context,
    );
    expect(found).toMatchObject([{ severity: "error", id: "http.item-1" }]);
  });

  it("warns of two stems that are alike", () => {
    const found = duplicates.check(
      asking("Which header says how long a response stays fresh?", "Which header says how long a response is stored?"),
      context,
    );
    expect(found).toMatchObject([{ severity: "warning" }]);
  });

  it("says that one of two keys is wrong where the same is asked", () => {
    const [one, two] = [number({ answer: 1 }), number({ id: "http.other", answer: 2 })];
    expect(duplicates.check([one, two], context)).toMatchObject([
      { message: expect.stringContaining("one of them is wrong") },
    ]);
  });

  it("tells questions about different code apart", () => {
    const showing = (id: string, text: string) =>
      single({ id, stem: "What is printed?", code: { language: "python", text } });
    const bank = [showing("http.a", "print(sorted({3, 1, 2}))"), showing("http.b", "for row in open('x'): yield row")];
    expect(duplicates.check(bank, context)).toEqual([]);
  });
});

describe("near-duplicate search", () => {
  const text = fc.array(fc.constantFrom("get", "put", "cache", "fresh", "stale", "x"), { minLength: 1, maxLength: 8 });

  it("finds for each text what comparing every pair finds", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), fc.constantFrom(0.5, 0.6, 0.8), (stems, threshold) => {
        const texts = stems.map((stem) => stem.join(" "));
        expect(nearDuplicates(texts, threshold)).toEqual(closestOfEvery(texts, threshold));
      }),
    );
  });

  it("goes through 5,000 stems in a moment", () => {
    const stems = Array.from({ length: 5000 }, (_, index) => syntheticStem(index));
    const started = performance.now();
    nearDuplicates(stems, 0.6);
    const elapsed = performance.now() - started;
    console.log(`near-duplicate search over 5,000 stems: ${elapsed.toFixed(0)} ms`);
    expect(elapsed).toBeLessThan(5000);
  });
});

describe("objectives", () => {
  it("refuses a fourth item on one objective", () => {
    expect(
      objectives.check(
        many(4, () => single()),
        context,
      ),
    ).toMatchObject([{ id: "http.item-3", severity: "error" }]);
    expect(
      objectives.check(
        many(3, () => single()),
        context,
      ),
    ).toEqual([]);
  });
});

describe("levels", () => {
  const recalling = (share: number) => many(10, (index) => single({ level: index < share * 10 ? "recall" : "apply" }));

  it("warns where less than 40% of a topic is above recall", () => {
    expect(levels.check(recalling(0.7), context)).toMatchObject([{ severity: "warning" }]);
    expect(levels.check(recalling(0.6), context)).toEqual([]);
  });
});

describe("shares", () => {
  const long = options({ key: "the longest of them", b: "short", c: "shorter" }, ["key"]);
  const even = options({ key: "same length", b: "same lengts", c: "same lengtr" }, ["key"]);

  it("refuses a bank whose longest option is the key too often", () => {
    expect(
      shares.check(
        many(100, (index) => single({ options: index < 34 ? long : even })),
        context,
      ),
    ).toHaveLength(1);
    expect(
      shares.check(
        many(100, (index) => single({ options: index < 33 ? long : even })),
        context,
      ),
    ).toEqual([]);
  });

  it("refuses more than 5% negative stems and more than 10% true/false items", () => {
    const stem = "Which is **NOT** so?";
    expect(
      shares.check(
        many(100, (index) => (index < 6 ? number({ stem }) : number())),
        context,
      ),
    ).toHaveLength(1);
    expect(
      shares.check(
        many(100, (index) => (index < 11 ? trueFalse() : number())),
        context,
      ),
    ).toHaveLength(1);
  });

  it("leaves small banks alone, where a share is chance", () => {
    expect(
      shares.check(
        many(99, () => single({ options: long })),
        context,
      ),
    ).toEqual([]);
  });
});

describe("figures", () => {
  it("count what a guesser would use", () => {
    const longest = options({ a: "short", key: "the longest of them", c: "shorter" }, ["key"]);
    const { singles, byType } = figuresOf([single({ options: longest }), single(), number()]);
    expect(byType).toEqual(new Map(Object.entries({ single: 2, number: 1 })));
    expect(singles).toMatchObject({ items: 2, longestIsKey: 0.5, shortestIsKey: 0.5, keyPositions: [0.5, 0.5, 0] });
    expect(singles.chance).toBeCloseTo(1 / 3);
  });
});

function closestOfEvery(texts: readonly string[], threshold: number) {
  const sets = texts.map((text) => {
    const padded = `  ${text}  `;
    return new Set(Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3)));
  });
  return sets.flatMap((b, second) => {
    const likenesses = sets.slice(0, second).map((a) => {
      const shared = [...a].filter((gram) => b.has(gram)).length;
      return shared / (a.size + b.size - shared);
    });
    const likeness = Math.max(...likenesses);
    return likeness >= threshold ? [{ first: likenesses.indexOf(likeness), second, likeness }] : [];
  });
}
