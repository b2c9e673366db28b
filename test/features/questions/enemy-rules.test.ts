import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areEnemies, enemyIndex, withoutEnemies } from "../../../src/features/questions/enemy-rules.ts";
import { banksWithEnemies, enemyPairs } from "../../support/enemies.ts";

const named = (id: string, ...enemies: string[]) => ({ id, ...(enemies.length > 0 && { enemies }) });

describe("areEnemies", () => {
  it("is true in both directions if one question names the other", () => {
    expect(areEnemies(named("http.a", "sql.b"), named("sql.b"))).toBe(true);
    expect(areEnemies(named("sql.b"), named("http.a", "sql.b"))).toBe(true);
    expect(areEnemies(named("http.a", "sql.b"), named("sql.b", "http.a"))).toBe(true);
  });

  it("is false for questions that don't name each other, even if they share an enemy", () => {
    expect(areEnemies(named("http.a"), named("sql.b"))).toBe(false);
    expect(areEnemies(named("http.a", "git.c"), named("sql.b", "git.c"))).toBe(false);
  });
});

describe("withoutEnemies", () => {
  it("keeps the first of two enemies, regardless of which one names the other", () => {
    const [a, b, c] = [named("http.a"), named("http.b", "http.a"), named("http.c")];
    expect(withoutEnemies([a, b, c])).toEqual([a, c]);
    expect(withoutEnemies([b, a, c])).toEqual([b, c]);
  });

  it("keeps an enemy of a question that was dropped", () => {
    const [a, b, c] = [named("http.a", "http.b"), named("http.b", "http.c"), named("http.c")];
    expect(withoutEnemies([a, b, c])).toEqual([a, c]);
  });

  it("stops at the limit", () => {
    const all = ["http.a", "http.b", "http.c"].map((id) => named(id));
    expect(withoutEnemies(all, 2)).toEqual(all.slice(0, 2));
    expect(withoutEnemies(all, 0)).toEqual([]);
    expect(withoutEnemies(all, 4)).toEqual(all);
  });

  it("never keeps two enemies, and drops a question only for an enemy before it", () => {
    fc.assert(
      fc.property(banksWithEnemies, (bank) => {
        const kept = withoutEnemies(bank);
        expect(enemyPairs(kept)).toEqual([]);
        for (const dropped of bank.filter((question) => !kept.includes(question))) {
          const before = bank.slice(0, bank.indexOf(dropped));
          expect(before.some((other) => kept.includes(other) && areEnemies(dropped, other))).toBe(true);
        }
      }),
    );
  });
});

describe("enemyIndex", () => {
  it("lists enemies in both directions, even if one of them isn't in the bank", () => {
    const index = enemyIndex([named("http.a", "sql.b", "own.x"), named("sql.b", "http.a"), named("os.d")]);
    expect(index).toEqual(
      new Map([
        ["http.a", new Set(["sql.b", "own.x"])],
        ["sql.b", new Set(["http.a"])],
        ["own.x", new Set(["http.a"])],
      ]),
    );
  });

  it("agrees with areEnemies", () => {
    fc.assert(
      fc.property(banksWithEnemies, (bank) => {
        const index = enemyIndex(bank);
        for (const one of bank) {
          for (const other of bank) expect(index.get(one.id)?.has(other.id) ?? false).toBe(areEnemies(one, other));
        }
      }),
    );
  });
});
