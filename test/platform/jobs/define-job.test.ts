import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  bucketOf,
  defineJob,
  handle,
  handlePlan,
  indexHandlers,
  ownerOf,
  snowflake,
} from "../../../src/platform/jobs/define-job.ts";

const guildJob = defineJob({
  kind: "close",
  data: z.object({
    guildId: snowflake,
    name: z.string(),
    round: z.coerce.number().int(),
    by: z.string().exactOptional(),
  }),
  pace: "immediate",
});
const learnerJob = defineJob({
  kind: "remind",
  data: z.object({ userId: snowflake, day: z.string() }),
  pace: "rate-limited",
  attempts: 5,
});
const seasonJob = defineJob({
  kind: "season",
  data: z.object({ guildId: snowflake, by: z.string().exactOptional() }),
  pace: "immediate",
  id: ({ guildId }) => guildId,
});

const guildId = "410000000000000001";
const userId = "510000000000000001";

describe("an agenda entry", () => {
  it("is human-readable", () => {
    expect(guildJob.encode({ guildId, name: "1-2026-11-22", round: 3 })).toBe(`close:${guildId}:1-2026-11-22:3`);
  });

  it("restores any data", () => {
    const id = fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String);
    const data = fc.record(
      { guildId: id, name: fc.string({ minLength: 1, unit: "grapheme" }), round: fc.integer(), by: id },
      { requiredKeys: ["guildId", "name", "round"], noNullPrototype: true },
    );
    fc.assert(
      fc.property(data, (given) => {
        const entry = guildJob.encode(given);
        expect(guildJob.decode(entry)).toEqual(given);
        expect(ownerOf(entry)).toBe(given.guildId);
      }),
    );
  });

  it.each([
    ["of another kind", `open:${guildId}:a:1`],
    ["with too few fields", `close:${guildId}:a`],
    ["with too many fields", `close:${guildId}:a:1:${userId}:more`],
    ["with a field of the wrong type", `close:${guildId}:a:one`],
    ["with an owner that is no id", "close:everyone:a:1"],
  ])("%s is rejected", (_, entry) => {
    expect(() => guildJob.decode(entry)).toThrow();
  });

  it("is sharded by the timestamp in its owner's id", () => {
    const entries = Array.from({ length: 1_000 }, (_, n) => `close:${(BigInt(n * 900_001) << 22n) + 1n}:a:1`);
    const buckets = entries.map((entry) => bucketOf(entry, 16));
    expect(new Set(buckets).size).toBe(16);
  });

  it("must start with its owner", () => {
    const data = z.object({ name: z.string(), guildId: snowflake });
    expect(() => defineJob({ kind: "bad", data, pace: "immediate" })).toThrow("must begin with its owner");
  });
});

describe("a due job", () => {
  it("contains its entry so that it can return to the agenda", () => {
    const data = { guildId, name: "a", round: 1 };
    const { entry, dueAt, pace } = guildJob.due(data, 5_000);
    expect([entry, dueAt, pace]).toEqual([guildJob.encode(data), 5_000, "immediate"]);
  });

  it("has the same id for the same data, whenever it is due", () => {
    const data = { guildId, name: "a", round: 1 };
    expect(guildJob.due(data, 1).id).toBe(`close_${guildId}_a_1`);
    expect(guildJob.due(data, 2).id).toBe(guildJob.due(data, 1).id);
    expect(guildJob.due({ ...data, round: 2 }, 1).id).not.toBe(guildJob.due(data, 1).id);
  });

  it("can omit data from its id", () => {
    expect(seasonJob.due({ guildId, by: userId }, 7).id).toBe(`season_${guildId}`);
  });

  it("never has a colon in its id, which BullMQ rejects", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (name) => {
        expect(guildJob.due({ guildId, name, round: 1 }, 1).id).not.toContain(":");
      }),
    );
  });

  it("of a learner hides the learner's id and isn't retained after a failure", () => {
    const { id, options } = learnerJob.due({ userId, day: "2026-11-22" }, 1);
    expect(id).toMatch(/^remind_[\w-]{43}$/);
    expect(id).not.toContain(userId);
    expect(options).toEqual({ removeOnFail: true, attempts: 5 });
    expect(learnerJob.due({ userId, day: "2026-11-23" }, 1).id).not.toBe(id);
  });
});

describe("a job handler", () => {
  const data = { guildId, name: "a", round: 1 };
  const entry = guildJob.encode(data);

  it("queues its job once", async () => {
    const handler = handle(guildJob, async () => undefined);
    expect(await handler.plan(entry, 5, 9)).toEqual({ job: guildJob.due(data, 5) });
  });

  it("reschedules a repeating entry", async () => {
    const repeating = defineJob({
      kind: "poll",
      data: z.object({ guildId: snowflake }),
      pace: "immediate",
      repeatEvery: 2_000,
    });
    const handler = handle(repeating, async () => undefined);
    expect(await handler.plan(`poll:${guildId}`, 5, 9)).toMatchObject({ next: 2_009 });
  });

  it("runs with the entry's data and due time", async () => {
    const handler = handle(guildJob, async (...given) => given);
    expect(await handler.run(entry, 5)).toEqual([data, 5]);
  });

  it("can plan a different job", async () => {
    const handler = handlePlan(guildJob, async (given, dueAt, now) => ({
      job: seasonJob.due({ guildId: given.guildId }, dueAt),
      next: now,
    }));
    expect(await handler.plan(entry, 5, 9)).toEqual({ job: seasonJob.due({ guildId }, 5), next: 9 });
    await expect(handler.run(entry, 5)).rejects.toThrow("only planned");
  });

  it("is found by the kind of job, and an unknown kind throws", () => {
    const handler = handle(guildJob, async () => undefined);
    const handlerOf = indexHandlers([handler, handle(seasonJob, async () => undefined)]);
    expect(handlerOf(entry)).toBe(handler);
    expect(() => handlerOf("eclipse:1:2")).toThrow("No handler for eclipse:1:2");
    expect(() => indexHandlers([handler, handler])).toThrow("same job kind");
  });
});
