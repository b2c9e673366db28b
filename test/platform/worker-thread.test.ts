import { existsSync } from "node:fs";
import { constants, getPriority } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { createWorkerThread, toJsonTexts } from "../../src/platform/worker-thread.ts";
import { measureBlocking } from "../support/event-loop.ts";

const module = new URL("./worker-thread-module.ts", import.meta.url);
const open = (over: Partial<Parameters<typeof createWorkerThread>[0]> = {}) => {
  const thread = createWorkerThread({
    module,
    handler: "answer",
    timeout: 5_000,
    idle: 60_000,
    maxWaiting: 2,
    heapMb: 32,
    ...over,
  });
  threads.push(thread);
  return { ...thread, ask: (value: unknown, wait = 0) => thread.run((send) => send({ value, wait })) };
};
const threads: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.close()));
});

describe("a worker thread", () => {
  it("answers one caller at a time, in order", async () => {
    const { ask, run } = open();
    const order: unknown[] = [];
    await Promise.all([
      run(async (send) => {
        order.push(await send({ value: 1, wait: 50 }), await send({ value: 2 }));
      }),
      ask(3).then((reply) => order.push(reply)),
    ]);
    expect(order).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }]);
  });

  it.runIf(existsSync("/proc/thread-self"))("runs at a lower priority than the event loop", async () => {
    const { ask } = open({ handler: "priority" });
    expect(await ask("")).toBe(constants.priority.PRIORITY_BELOW_NORMAL);
    expect(getPriority()).not.toBe(constants.priority.PRIORITY_BELOW_NORMAL);
  });

  it("rejects callers when too many are waiting", async () => {
    const { ask } = open();
    const replies = await Promise.allSettled([1, 2, 3, 4].map((value) => ask(value)));
    expect(replies.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
    expect(replies[3]).toMatchObject({ reason: { reason: "busy" } });
    expect(await ask(5)).toEqual({ value: 5 });
  });

  it("rethrows the handler's error", async () => {
    const { ask } = open();
    await expect(ask("fail")).rejects.toThrow("failed");
    expect(await ask(1)).toEqual({ value: 1 });
  });

  it.each(["block", "exhaust"])("stops a request that exceeds its limits, and restarts: %s", async (value) => {
    const { ask } = open({ timeout: 1_500 });
    await expect(ask(value)).rejects.toMatchObject({ reason: "over-limit" });
    expect(await ask(1)).toEqual({ value: 1 });
  });

  it("restarts after being idle", async () => {
    const { ask } = open({ idle: 1 });
    expect(await ask(1)).toEqual({ value: 1 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await ask(2)).toEqual({ value: 2 });
  });
});

it("toJsonTexts serializes thousands of values without blocking the event loop", async () => {
  const values = Array.from({ length: 20_000 }, (_, index) => ({ index, text: "x".repeat(500) }));
  const { blocked } = await measureBlocking(async () => {
    expect(await toJsonTexts(values)).toHaveLength(values.length);
  });
  expect(blocked).toBeLessThan(500);
});
