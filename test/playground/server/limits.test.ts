import { describe, expect, it } from "vitest";
import { createLimits } from "../../../src/playground/server/rest/limits.ts";

function open(enforced = true) {
  let now = 1_000_000;
  const limits = createLimits(enforced, () => now);
  const take = (key: string, times = 1) => Array.from({ length: times }, () => limits.take("send", key));
  return {
    ...limits,
    take,
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe("the rate limit of a channel", () => {
  it("allows five messages in five seconds and says how long to wait", () => {
    const { take, wait } = open();
    const taken = take("a", 5);
    expect(taken.map(({ allowed }) => allowed)).toEqual([true, true, true, true, true]);
    expect(taken.map(({ headers }) => headers["x-ratelimit-remaining"])).toEqual(["4", "3", "2", "1", "0"]);
    wait(1_500);
    expect(take("a")).toMatchObject([
      {
        allowed: false,
        retryAfter: 3.5,
        headers: { "x-ratelimit-reset-after": "3.500", "x-ratelimit-reset": "1005.000" },
      },
    ]);
    wait(3_499);
    expect(take("a")[0]?.allowed).toBe(false);
    wait(1);
    expect(take("a")[0]).toMatchObject({ allowed: true, headers: { "x-ratelimit-remaining": "4" } });
  });

  it("isn't shared with other channels", () => {
    const { take } = open();
    take("a", 5);
    expect(take("b")[0]?.allowed).toBe(true);
  });

  it("exists only as headers if limits aren't enforced", () => {
    const { take, takeGlobal } = open(false);
    expect(take("a", 9).every(({ allowed, headers }) => allowed && headers["x-ratelimit-remaining"] === "4")).toBe(
      true,
    );
    expect(Array.from({ length: 99 }, takeGlobal).every((wait) => wait === 0)).toBe(true);
  });
});

describe("the global limit", () => {
  it("allows 50 requests per second", () => {
    const { takeGlobal, wait } = open();
    expect(Array.from({ length: 50 }, takeGlobal).every((seconds) => seconds === 0)).toBe(true);
    wait(400);
    expect(takeGlobal()).toBe(0.6);
    wait(600);
    expect(takeGlobal()).toBe(0);
  });

  it("can be changed and reset", () => {
    const { takeGlobal, setGlobal } = open();
    setGlobal(2);
    expect([takeGlobal(), takeGlobal(), takeGlobal()]).toEqual([0, 0, 1]);
    setGlobal(undefined);
    expect(Array.from({ length: 50 }, takeGlobal).every((seconds) => seconds === 0)).toBe(true);
    expect(takeGlobal()).toBe(1);
  });
});
