import fc from "fast-check";
import { expect, it } from "vitest";
import { compareIds, createSnowflakes, shardOf, timeOfId } from "../../../src/playground/model/snowflake.ts";

const NOW = Date.UTC(2026, 0, 1);

it("new ids increase, even within a millisecond or when the clock goes back", () => {
  let now = NOW;
  const { next } = createSnowflakes(() => now);
  const ids = [next(), next(), next()];
  now -= 1;
  ids.push(next());
  now += 2;
  ids.push(next());
  expect([...ids].sort((a, b) => Number(BigInt(a) - BigInt(b)))).toEqual(ids);
  expect(new Set(ids).size).toBe(5);
  expect(ids.map(timeOfId)).toEqual([NOW, NOW, NOW, NOW, NOW + 1]);
});

it("skipped ids and older ones are never created", () => {
  const { next, skipPast } = createSnowflakes(() => NOW);
  const first = next();
  const later = (BigInt(first) + 10n).toString();
  skipPast(later);
  skipPast(first);
  expect(next()).toBe((BigInt(later) + 1n).toString());
});

it("ids are compared as numbers", () => {
  const id = fc.bigInt({ min: 0n, max: 2n ** 64n });
  fc.assert(
    fc.property(id, id, (a, b) => {
      expect(Math.sign(compareIds(String(a), String(b)))).toBe(a === b ? 0 : a < b ? -1 : 1);
    }),
  );
});

it("a guild's shard is derived from the time in its id, as Discord documents", () => {
  expect(shardOf("197038439483310086", 1)).toBe(0);
  for (const count of [2, 5, 16])
    expect(shardOf("197038439483310086", count)).toBe(Number((197038439483310086n >> 22n) % BigInt(count)));
});
