import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPace, paced, type Requests } from "../../../src/platform/discord/pace.ts";

/** Turns that begin when a test says, and what was taken of them. */
function createTurns(waits: (number | Error)[] = []) {
  const taken: number[] = [];
  return {
    taken,
    async toSend(lasting: number) {
      taken.push(lasting);
      const wait = waits.shift() ?? 0;
      if (wait instanceof Error) throw wait;
      return wait;
    },
  };
}

async function times(count: number, pace: () => Promise<void>): Promise<void> {
  for (let time = 0; time < count; time += 1) await pace();
}

describe("the pace of messages", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([1, 3, 50, 74, 75, 120, 500, 49_999])("stays under %d a second, and uses most of it", async (limit) => {
    const turns = createTurns();
    const pace = createPace(turns, limit);
    let sent = 0;
    for (; turns.taken.length < 2; sent += 1) await pace();
    const rate = ((sent - 1) * 1_000) / (turns.taken[0] ?? 0);
    expect(rate).toBeLessThan(limit);
    expect(rate).toBeGreaterThan(limit * 0.95);
  });

  it("is that of one message a turn at Discord's usual limit", async () => {
    const turns = createTurns();
    await times(3, createPace(turns));
    expect(turns.taken).toEqual(Array(3).fill(1_000 / 48.5));
  });

  it("waits for its turn", async () => {
    const sent: number[] = [];
    const pace = createPace(createTurns([0, 20, 40]));
    const started = performance.now();
    const sending = Promise.all([1, 2, 3].map(() => pace().then(() => sent.push(performance.now() - started))));
    await vi.runAllTimersAsync();
    await sending;
    expect(sent).toEqual([0, 20, 40]);
  });

  it("takes another turn where it missed one", async () => {
    const turns = createTurns([-30, 20]);
    const started = performance.now();
    const sending = createPace(turns)();
    await vi.runAllTimersAsync();
    await sending;
    expect(performance.now() - started).toBe(20);
    expect(turns.taken).toHaveLength(2);
  });

  it("goes on where it misses the second too, rather than never", async () => {
    const turns = createTurns([-30, -30]);
    await createPace(turns)();
    expect(turns.taken).toHaveLength(2);
  });

  it("leaves what is over of a turn that was missed", async () => {
    const turns = createTurns([-500, 0]);
    const pace = createPace(turns, 500);
    await times(10, pace);
    expect(turns.taken).toHaveLength(2);
  });

  it("goes on once Redis is back", async () => {
    const turns = createTurns([new Error("away")]);
    const pace = createPace(turns, 500);
    await expect(pace()).rejects.toThrow("away");
    await pace();
    expect(turns.taken).toHaveLength(2);
  });
});

it("lets every request wait before it goes out", async () => {
  const told: string[] = [];
  const tell = (name: string) => async () => void told.push(name);
  const rest: Requests = { get: tell("get"), post: tell("post"), patch: tell("patch") };
  const slowly = paced(rest, tell("turn"));
  await slowly.get("/channels/1");
  await slowly.post("/channels/1/messages");
  await slowly.patch("/channels/1/messages/2");
  expect(told).toEqual(["turn", "get", "turn", "post", "turn", "patch"]);
});
