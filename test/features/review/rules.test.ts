import { describe, expect, it } from "vitest";
import type { QuestionHistory } from "../../../src/features/learning/rules.ts";
import { DEFAULT_PREFERENCES, type Preferences } from "../../../src/features/preferences/rules.ts";
import { availableCards, countUnwanted, dueCards, outlook } from "../../../src/features/review/rules.ts";
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
      id === "gone"
        ? undefined
        : questions.single({
            ...(id === "retired" && { retired: "2026-01-01" }),
            ...(id === "php" && { language: "php" }),
          }),
  };
  const available = (
    dues: Record<string, number | undefined>,
    open: string[] = [],
    preferences: Preferences = DEFAULT_PREFERENCES,
  ) => [...availableCards(histories(dues), now, { bank, preferences, isOpen: (id) => open.includes(id) }).keys()];

  it("leaves out questions without a card, and retired or deleted ones", () => {
    expect(available({ a: now, retired: now, gone: now, plain: undefined })).toEqual(["a"]);
  });

  it("leaves out cards in languages the learner excluded", () => {
    const dues = { a: now, php: now };
    expect(available(dues)).toEqual(["a", "php"]);
    expect(available(dues, [], { languages: ["php", "go"] })).toEqual(["a", "php"]);
    expect(available(dues, [], { languages: ["go"] })).toEqual(["a"]);
  });

  it("leaves out a due card whose question is open, but not one that is due later", () => {
    expect(available({ due: now, later: now + 1 }, ["due", "later"])).toEqual(["later"]);
    expect(available({ due: now, later: now + 1 })).toEqual(["due", "later"]);
  });
});

describe("countUnwanted", () => {
  it("counts cards that are excluded only by the preferred languages", () => {
    const bank = new Map([
      ["php", questions.single({ language: "php" })],
      ["php-later", questions.single({ language: "php" })],
      ["php-plain", questions.single({ language: "php" })],
      ["php-retired", questions.single({ language: "php", retired: "2026-01-01" })],
      ["go", questions.single({ language: "go" })],
    ]);
    const cards = histories({
      php: now,
      "php-later": now + 1,
      "php-plain": undefined,
      "php-retired": now,
      go: now,
      gone: now,
    });
    const unwantedOf = (languages: Preferences["languages"]) =>
      countUnwanted(cards, { find: (id) => bank.get(id) }, { languages });
    expect(unwantedOf(["go"])).toBe(2);
    expect(unwantedOf(["php"])).toBe(1);
    expect(unwantedOf([])).toBe(0);
  });
});

describe("dueCards", () => {
  it("returns due cards, oldest first", () => {
    expect(dueCards(histories({ b: now, c: now + 1, a: now - 2, plain: undefined, d: now - 1 }), now)).toEqual([
      ...["a", "d", "b"],
    ]);
  });
});

describe("the outlook of a review", () => {
  it("counts cards by day in the given zone", () => {
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

  it("has no next card if all are due", () => {
    expect(outlook(histories({ a: now - HOUR }), now, "UTC")).toEqual({ now: 1, today: 1, tomorrow: 0 });
    expect(outlook(new Map(), now, "UTC")).toEqual({ now: 0, today: 0, tomorrow: 0 });
  });
});
