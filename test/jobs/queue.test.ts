import fc from "fast-check";
import { expect, it } from "vitest";
import { paceLimit, QUEUES } from "../../src/jobs/queue.ts";

const lanes = QUEUES.filter(({ pace }) => pace === "paced").length;

it("sends one message a window at Discord's usual limit, on all lanes together just under it", () => {
  const { max, duration } = paceLimit(50);
  expect(max).toBe(1);
  expect((lanes * max * 1_000) / duration).toBeGreaterThan(48);
  expect((lanes * max * 1_000) / duration).toBeLessThan(50);
});

it("keeps under whatever limit there is, and uses most of it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000 }), (limit) => {
      const { max, duration } = paceLimit(limit);
      const rate = (lanes * max * 1_000) / duration;
      expect(rate).toBeLessThanOrEqual(limit);
      expect(rate).toBeGreaterThan(limit * 0.9);
    }),
  );
});

it("keeps each queue's keys in one slot of a cluster, and no two queues in one name", () => {
  expect(new Set(QUEUES.map(({ name }) => name)).size).toBe(QUEUES.length);
  for (const { prefix } of QUEUES) expect(prefix).toMatch(/^\{[^{}]+\}$/);
});
