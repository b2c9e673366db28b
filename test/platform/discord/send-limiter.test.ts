import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mapDiscordErrors } from "../../../src/platform/discord/discord-errors.ts";
import type { RestClient } from "../../../src/platform/discord/rest.ts";
import { createFairTurns, createSendLimiter, limitRate } from "../../../src/platform/discord/send-limiter.ts";

/** Reserves intervals that start after these waits, then immediately. */
function createReserve(waits: (number | Error)[] = []) {
  const lengths: number[] = [];
  return {
    lengths,
    async reserve(length: number) {
      lengths.push(length);
      const wait = waits.shift() ?? 0;
      if (wait instanceof Error) throw wait;
      return wait;
    },
  };
}

async function times(count: number, waitForTurn: () => Promise<void>): Promise<void> {
  for (let time = 0; time < count; time += 1) await waitForTurn();
}

describe("the send limiter", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([1, 3, 50, 74, 75, 120, 500, 49_999])("stays below %d per second and uses most of it", async (limit) => {
    const { reserve, lengths } = createReserve();
    const waitForTurn = createSendLimiter(reserve, limit);
    let sent = 0;
    for (; lengths.length < 2; sent += 1) await waitForTurn();
    const rate = ((sent - 1) * 1_000) / (lengths[0] ?? 0);
    expect(rate).toBeLessThan(limit);
    expect(rate).toBeGreaterThan(limit * 0.95);
  });

  it("reserves one interval per message at Discord's default limit", async () => {
    const { reserve, lengths } = createReserve();
    await times(3, createSendLimiter(reserve));
    expect(lengths).toEqual(Array(3).fill(1_000 / 48.5));
  });

  it("waits for the start of the interval", async () => {
    const sent: number[] = [];
    const waitForTurn = createSendLimiter(createReserve([0, 20, 40]).reserve);
    const started = performance.now();
    const sending = Promise.all([1, 2, 3].map(() => waitForTurn().then(() => sent.push(performance.now() - started))));
    await vi.runAllTimersAsync();
    await sending;
    expect(sent).toEqual([0, 20, 40]);
  });

  it("reserves another interval after missing one", async () => {
    const { reserve, lengths } = createReserve([-30, 20]);
    const started = performance.now();
    const sending = createSendLimiter(reserve)();
    await vi.runAllTimersAsync();
    await sending;
    expect(performance.now() - started).toBe(20);
    expect(lengths).toHaveLength(2);
  });

  it("sends anyway after missing two intervals", async () => {
    const { reserve, lengths } = createReserve([-30, -30]);
    await createSendLimiter(reserve)();
    expect(lengths).toHaveLength(2);
  });

  it("drops the rest of a missed interval", async () => {
    const { reserve, lengths } = createReserve([-500, 0]);
    await times(10, createSendLimiter(reserve, 500));
    expect(lengths).toHaveLength(2);
  });

  it("reserves again after an error from Redis", async () => {
    const { reserve, lengths } = createReserve([new Error("away")]);
    const waitForTurn = createSendLimiter(reserve, 500);
    await expect(waitForTurn()).rejects.toThrow("away");
    await waitForTurn();
    expect(lengths).toHaveLength(2);
  });
});

describe("fair turns", () => {
  /** Fair turns that the test grants, and the owners in the order they got them. */
  function setUp() {
    const given: string[] = [];
    const pending: { give(): void; fail(error: Error): void }[] = [];
    const waitForTurn = createFairTurns(() => new Promise((give, fail) => pending.push({ give, fail })));
    const ask = (owner: string, count: number) =>
      Array.from({ length: count }, () =>
        waitForTurn(owner).then(
          () => given.push(owner),
          () => given.push(`${owner} failed`),
        ),
      );
    return { given, pending, ask };
  }

  it("alternate between owners regardless of how many requests each has", async () => {
    const { given, pending, ask } = setUp();
    const all = [...ask("flood", 6), ...ask("one", 1), ...ask("two", 2)];
    for (const { give } of pending) give();
    await Promise.all(all);
    expect(given.join(" ")).toBe("flood one two flood two flood flood flood flood");
  });

  it("fail one request when no turn can be reserved", async () => {
    const { given, pending, ask } = setUp();
    const all = [...ask("one", 1), ...ask("two", 1)];
    pending[1]?.fail(new Error("away"));
    pending[0]?.give();
    await Promise.all(all);
    expect(given).toHaveLength(2);
    expect(given.filter((owner) => owner.endsWith("failed"))).toHaveLength(1);
  });
});

describe("a limited request", () => {
  const setUpRest = () => {
    const calls: string[] = [];
    const call = (name: string) => async () => void calls.push(name);
    const rest: RestClient = { get: call("get"), post: call("post"), patch: call("patch") };
    return { calls, rest };
  };

  it("waits for its owner's turn", async () => {
    const { calls, rest } = setUpRest();
    const limited = limitRate(rest, { take: () => 0 }, async (owner) => void calls.push(owner))("guild");
    await limited.get("/channels/1");
    await limited.post("/channels/1/messages");
    await limited.patch("/channels/1/messages/2");
    expect(calls).toEqual(["guild", "get", "guild", "post", "guild", "patch"]);
  });

  it("takes no turn while its channel is at its own limit", async () => {
    const { calls, rest } = setUpRest();
    const limited = limitRate(rest, { take: () => 700 }, async (owner) => void calls.push(owner))("guild");
    const error = mapDiscordErrors(limited.post("/channels/1/messages"));
    await expect(error).rejects.toMatchObject({ name: "RetryLaterError", after: 700 });
    expect(calls).toEqual([]);
  });
});
