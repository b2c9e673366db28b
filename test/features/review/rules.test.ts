import { describe, expect, it } from "vitest";
import type { QuestionHistory } from "../../../src/features/learning/rules.ts";
import { availableCards, dueCards, outlook } from "../../../src/features/review/rules.ts";
import { HOUR } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const now = Date.UTC(2026, 10, 22, 12);
const history = (due?: number): QuestionHistory => ({
  ...{ rev: 1, first: { correct: false, at: 0, mode: "quiz" }, lastAt: 0, attempts: 1 },
  ...(due !== undefined && { card: { due, stability: 1, difficulty: 5 } }),
});
const histories = (dues: Record<string, number | undefined>) =>
  new Map(Object.entries(dues).map(([id, due]) => [id, history(due)]));

describe("availableCards", () => {
  const bank = {
    find: (id: string) =>
      id === "gone" ? undefined : questions.single(id === "retired" ? { retired: "2026-01-01" } : {}),
  };
  const available = (dues: Record<string, number | undefined>, open: string[] = []) => [
    ...availableCards(histories(dues), now, { bank, isOpen: (id) => open.includes(id) }).keys(),
  ];

  it("leaves out questions without a card, and retired and deleted ones", () => {
    expect(available({ a: now, retired: now, gone: now, plain: undefined })).toEqual(["a"]);
  });

  it("leaves out a due card whose question is open, but not one that is due later", () => {
    expect(available({ due: now, later: now + 1 }, ["due", "later"])).toEqual(["later"]);
    expect(available({ due: now, later: now + 1 })).toEqual(["due", "later"]);
  });
});

describe("dueCards", () => {
  it("lists due cards, oldest first", () => {
    expect(dueCards(histories({ b: now, c: now + 1, a: now - 2, plain: undefined, d: now - 1 }), now)).toEqual([
      ...["a", "d", "b"],
    ]);
  });
});

describe("outlook", () => {
  it("counts cards by the days of the zone", () => {
    // In Berlin, 22 November ends at 23:00 UTC.
    const midnight = Date.UTC(2026, 10, 22, 23);
    const dues = {
      a: now,
      b: now + 1,
      c: midnight - 1,
      d: midnight,
      e: midnight + 24 * HOUR - 1,
      f: midnight + 24 * HOUR,
    };
    expect(outlook(histories({ ...dues, plain: undefined }), now, "Europe/Berlin")).toEqual({
      ...{ now: 1, today: 3, tomorrow: 2, next: now + 1 },
    });
  });

  it("has no next card when all are due", () => {
    expect(outlook(histories({ a: now - HOUR }), now, "UTC")).toEqual({ now: 1, today: 1, tomorrow: 0 });
    expect(outlook(new Map(), now, "UTC")).toEqual({ now: 0, today: 0, tomorrow: 0 });
  });
});
