import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newCard, type Recall, reviewCard } from "../../../src/features/learning/card-rules.ts";
import { DAY, HOUR } from "../../../src/platform/time.ts";

const start = Date.parse("2026-11-22T09:00:00Z");

describe("a card", () => {
  it("needs none for what is known at first sight", () => {
    expect(reviewCard(undefined, "sure", start, undefined)).toBeUndefined();
    expect(reviewCard(undefined, "missed", start, undefined)?.due).toBeGreaterThan(start);
  });

  it("comes back later, the surer it was known", () => {
    const card = newCard("missed", start);
    const due = (recall: Recall) => reviewCard(card, recall, start + DAY, start)?.due ?? 0;
    expect(due("missed")).toBeLessThan(due("unsure"));
    expect(due("unsure")).toBeLessThanOrEqual(due("sure"));
  });

  it("takes any answers at any times, however stubborn the question", () => {
    const answers = fc.array(
      fc.record({
        recall: fc.constantFrom<Recall[]>("sure", "unsure", "missed"),
        after: fc.integer({ min: 0, max: 72 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(answers, (given) => {
        let at = start;
        let last = at;
        let card = newCard("missed", at);
        for (const { recall, after } of [...given, { recall: "missed" as const, after: 0 }]) {
          at += after * HOUR;
          card = reviewCard(card, recall, at, last) ?? card;
          last = at;
          expect(card.stability).toBeGreaterThan(0);
          expect(card.due).toBeGreaterThan(at);
        }
      }),
    );
  });

  it("survives twenty misses in one hour", () => {
    let card = newCard("missed", start);
    for (let miss = 1; miss <= 20; miss += 1)
      card = reviewCard(card, "missed", start + miss * 60_000, start + (miss - 1) * 60_000) ?? card;
    expect(reviewCard(card, "sure", start + DAY, start)?.due).toBeGreaterThan(start + DAY);
  });
});
